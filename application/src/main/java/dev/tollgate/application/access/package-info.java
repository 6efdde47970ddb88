/// Who stands behind a credential.
@NullMarked
package dev.tollgate.application.access;

import org.jspecify.annotations.NullMarked;
