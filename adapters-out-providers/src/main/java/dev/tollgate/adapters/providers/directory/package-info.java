/// What is known of each provider before anything is configured: where it is, which variables hold
/// its key, which endpoints it serves, and in what it differs from OpenAI. The facts are data, in
/// `providers.txt` beside this package.
@NullMarked
package dev.tollgate.adapters.providers.directory;

import org.jspecify.annotations.NullMarked;
