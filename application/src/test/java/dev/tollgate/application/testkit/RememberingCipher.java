package dev.tollgate.application.testkit;

import dev.tollgate.application.port.out.SecretCipher;

import java.util.HashMap;
import java.util.Map;

/// Keeps secrets to itself and gives numbers for them.
public final class RememberingCipher implements SecretCipher {
    private final Map<String, String> kept = new HashMap<>();

    @Override
    public synchronized String close(String secret, String place) {
        String closed = "closed-" + kept.size();
        kept.put(closed + " of " + place, secret);
        return closed;
    }

    @Override
    public synchronized String open(String closed, String place) {
        String secret = kept.get(closed + " of " + place);
        if (secret == null) {
            throw new CannotKeepSecrets(place + " is not of this cipher");
        }
        return secret;
    }
}
