/// Identity providers: the tokens they sign (JWT) and the keys they publish (JWKS). A token is
/// genuine by the algorithms and keys named here alone; nothing that a token says of itself decides
/// how it is checked.
@NullMarked
package dev.tollgate.adapters.providers.identity;

import org.jspecify.annotations.NullMarked;
