/// Where the gateway's settings say that things are kept: opened, followed and closed.
@NullMarked
package dev.tollgate.bootstrap.storage;

import org.jspecify.annotations.NullMarked;
