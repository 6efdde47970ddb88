/// What a caller may see of the configured models.
@NullMarked
package dev.tollgate.application.models;

import org.jspecify.annotations.NullMarked;
