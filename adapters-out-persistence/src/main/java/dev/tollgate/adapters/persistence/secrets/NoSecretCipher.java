package dev.tollgate.adapters.persistence.secrets;

import dev.tollgate.application.port.out.SecretCipher;

/// For gateways that share a database and were given no key for secrets: one that was made here
/// could not be used by the others.
public final class NoSecretCipher implements SecretCipher {
    private static final String ADVICE =
            " set LITELLM_SALT_KEY, to the same long random text on every replica, and never change"
                    + " it";

    @Override
    public String close(String secret, String place) {
        throw new CannotKeepSecrets("a secret cannot be stored without a key:" + ADVICE);
    }

    @Override
    public String open(String closed, String place) {
        throw new CannotKeepSecrets(place + " is encrypted:" + ADVICE);
    }
}
