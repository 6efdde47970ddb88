package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.providers.identity.TokenTrust;
import dev.tollgate.domain.token.TokenRules;

/// `general_settings.enable_jwt_auth` and `litellm_jwtauth`.
///
/// @param rules who somebody with a token is
/// @param trust whose tokens count
public record TokenSettings(TokenRules rules, TokenTrust trust) {
    public static final TokenSettings OFF = new TokenSettings(TokenRules.OFF, TokenTrust.NONE);
}
