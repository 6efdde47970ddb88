/// What a token of an identity provider says, in the words of the gateway: pure functions over its
/// claims. Whether the token is genuine was decided before.
@NullMarked
package dev.tollgate.domain.token;

import org.jspecify.annotations.NullMarked;
