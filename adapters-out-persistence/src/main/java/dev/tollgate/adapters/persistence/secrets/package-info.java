/// How secrets are made unreadable before they are kept.
@NullMarked
package dev.tollgate.adapters.persistence.secrets;

import org.jspecify.annotations.NullMarked;
