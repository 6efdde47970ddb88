/// What callers may know of the gateway: models, health, routes, token counts.
@NullMarked
package dev.tollgate.adapters.http.info;

import org.jspecify.annotations.NullMarked;
