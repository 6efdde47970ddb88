package dev.tollgate.bootstrap;

import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.bootstrap.settings.StorageSettings;
import dev.tollgate.bootstrap.storage.Storage;
import dev.tollgate.domain.access.Secret;

import java.time.Duration;
import java.util.Optional;

/// A master key that was made because the configuration names none. Replicas on one database have
/// one, so that what the first of them was given opens all of them.
final class MadeKey {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final String OTHER_KEY =
            "the gateways on this database have a master key that this one was not told; set"
                    + " LITELLM_MASTER_KEY or general_settings.master_key to it (if the first of"
                    + " them made it, it is in the file master_key of its data directory)";
    private static final String NOT_THERE =
            "what is kept %s is not there, and only it knows whether there is a master key already;"
                    + " start again when it is, or set LITELLM_MASTER_KEY or"
                    + " general_settings.master_key to a long random text that begins with sk-";

    private MadeKey() {}

    /// Why it cannot be used, in a sentence for people; nothing if it can.
    static Optional<String> obstacle(Secret key, StorageSettings settings, Storage storage) {
        if (settings.used() != StorageSettings.Kind.POSTGRESQL) {
            return Optional.empty();
        }
        try {
            if (!storage.awaitReady(LONGEST_WAIT)) {
                return Optional.of(NOT_THERE.formatted(storage.place()));
            }
            return storage.masterKey().agree(key) ? Optional.empty() : Optional.of(OTHER_KEY);
        } catch (StorageUnavailable _) {
            return Optional.of(NOT_THERE.formatted(storage.place()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of(NOT_THERE.formatted(storage.place()));
        }
    }
}
