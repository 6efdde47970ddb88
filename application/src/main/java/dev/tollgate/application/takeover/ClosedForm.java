package dev.tollgate.application.takeover;

import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.takeover.Arriving.Fit;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.Optional;

/// Deployments and credentials are configuration: what could not serve is not taken, and secrets
/// are closed, differently each time.
final class ClosedForm {
    private final ReadStored stored;
    private final RunningConfiguration configuration;
    private StoredConfiguration before = StoredConfiguration.NOTHING;

    ClosedForm(ReadStored stored, RunningConfiguration configuration) {
        this.stored = stored;
        this.configuration = configuration;
    }

    /// @throws dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets where the key is
    ///   another one
    Fields opened(Entity kept) {
        return stored.opened(kept.kind(), kept.id(), kept.fields()).fields();
    }

    /// @throws dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets where there is no
    ///   key
    Fields closed(Fit open) {
        return stored.closed(open.kind(), open.id(), open.fields());
    }

    /// Why it could not serve. Credentials that came before are there for it.
    Optional<String> objection(Fit open) {
        StoredConfiguration with = before.with(open.kind(), new Part(open.id(), open.fields()));
        if (open.kind() == EntityKind.CREDENTIAL) {
            before = with;
            return configuration.credentialsInFile().containsKey(open.id())
                    ? Optional.of("it is in the configuration as well")
                    : Optional.empty();
        }
        return configuration
                .placeInFile(open.id())
                .map("it is in the configuration as well (%s)"::formatted)
                .or(() -> configuration.judge(_ -> with).objections().stream().findFirst());
    }
}
