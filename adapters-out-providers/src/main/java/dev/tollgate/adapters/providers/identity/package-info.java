/// Identity providers: the tokens they sign (JWT) and the keys they publish (JWKS). A token is
/// genuine by the algorithms and keys named here alone. What it says of itself decides how it is
/// checked in one thing: the issuer that it names is the one whose keys must have signed it.
@NullMarked
package dev.tollgate.adapters.providers.identity;

import org.jspecify.annotations.NullMarked;
