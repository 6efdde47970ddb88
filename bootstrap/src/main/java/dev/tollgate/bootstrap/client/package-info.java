/// The gateway as a Java library: chat, streams and embeddings through the same routing, retries,
/// fallbacks and limits as over HTTP, without a socket in between.
///
/// [dev.tollgate.bootstrap.client.Gateway] is the way in. Requests and answers are immutable values
/// around the OpenAI wire format; a field that has no component of its own is kept as
/// [dev.tollgate.bootstrap.client.Json], so nothing is lost in either direction.
@NullMarked
package dev.tollgate.bootstrap.client;

import org.jspecify.annotations.NullMarked;
