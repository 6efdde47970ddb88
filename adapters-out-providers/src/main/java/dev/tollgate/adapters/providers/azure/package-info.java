/// Azure OpenAI: OpenAI's letters at other addresses and with other credentials.
@NullMarked
package dev.tollgate.adapters.providers.azure;

import org.jspecify.annotations.NullMarked;
