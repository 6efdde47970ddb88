/// That the files a gateway is deployed with say what the gateway does.
@NullMarked
package dev.tollgate.bootstrap.deployment;

import org.jspecify.annotations.NullMarked;
