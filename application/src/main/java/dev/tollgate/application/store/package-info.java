/// How the gateway follows what is kept: it looks for news several times a second, tells those who
/// keep copies, and knows how long ago it last heard of the store.
@NullMarked
package dev.tollgate.application.store;

import org.jspecify.annotations.NullMarked;
