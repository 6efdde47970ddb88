/// Reports of what was spent.
@NullMarked
package dev.tollgate.application.spend;

import org.jspecify.annotations.NullMarked;
