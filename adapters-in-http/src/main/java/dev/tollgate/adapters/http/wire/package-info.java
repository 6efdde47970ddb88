/// What stands between a socket and a handler: connections that are watched for time and for a
/// caller who leaves, requests as [Exchange]s, and answers that are written as one array each.
/// Parsing of HTTP/1.1 is Helidon's; everything that is sent is written here, because an answer of
/// ours is a few constant lines, the provider's header lines and the provider's bytes, and needs no
/// header map.
@NullMarked
package dev.tollgate.adapters.http.wire;

import org.jspecify.annotations.NullMarked;
