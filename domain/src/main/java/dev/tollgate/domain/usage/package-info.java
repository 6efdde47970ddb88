/// What a provider reports to have consumed.
@NullMarked
package dev.tollgate.domain.usage;

import org.jspecify.annotations.NullMarked;
