/// What a provider reports to have consumed, and on which terms.
@NullMarked
package dev.tollgate.domain.usage;

import org.jspecify.annotations.NullMarked;
