/// The routes that call models, in OpenAI's words: who asks, what is asked, and the answer's head,
/// frames and errors.
@NullMarked
package dev.tollgate.adapters.http.openai;

import org.jspecify.annotations.NullMarked;
