package dev.tollgate.bootstrap.storage;

import dev.tollgate.application.port.out.SecretCipher;

import java.util.function.Supplier;

/// Makes its key when the first secret is kept: who keeps none has no key to lose.
final class LazySecretCipher implements SecretCipher {
    private final Supplier<SecretCipher> made;

    LazySecretCipher(Supplier<SecretCipher> made) {
        this.made = made;
    }

    @Override
    public String close(String secret, String place) {
        return made.get().close(secret, place);
    }

    @Override
    public String open(String closed, String place) {
        return made.get().open(closed, place);
    }
}
