/// Anthropic's Messages API for callers who speak OpenAI's chat or text completions: one file per
/// direction (request, whole reply, stream, errors). Letters are translated, never passed through;
/// whatever a caller or a provider sends ends as an answer or a failure, never as an exception
/// other than the declared refusal.
@NullMarked
package dev.tollgate.adapters.providers.anthropic;

import org.jspecify.annotations.NullMarked;
