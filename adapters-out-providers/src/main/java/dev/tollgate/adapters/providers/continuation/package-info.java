/// Carries streamed chat answers on that broke: reads what the caller has of one, asks others to
/// write the rest, and makes their chunks fit behind those that were sent. Works on chunks in the
/// caller's dialect, whatever the providers speak.
@NullMarked
package dev.tollgate.adapters.providers.continuation;

import org.jspecify.annotations.NullMarked;
