/// The engine that carries letters to providers and brings answers back: connections and their
/// pools, deadlines, cancellation, bounds, and every way in which an exchange can fail. What the
/// letters say is the protocols' business.
@NullMarked
package dev.tollgate.adapters.providers.http;

import org.jspecify.annotations.NullMarked;
