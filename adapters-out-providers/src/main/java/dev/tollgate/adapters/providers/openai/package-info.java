/// OpenAI's protocol, which most providers speak. Letters in the same dialect pass through byte for
/// byte but for declared splices, answers unchanged.
@NullMarked
package dev.tollgate.adapters.providers.openai;

import org.jspecify.annotations.NullMarked;
