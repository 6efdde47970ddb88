/// What calls would cost, told without making them.
@NullMarked
package dev.tollgate.application.quote;

import org.jspecify.annotations.NullMarked;
