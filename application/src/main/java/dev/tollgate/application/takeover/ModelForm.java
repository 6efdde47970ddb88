package dev.tollgate.application.takeover;

import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.takeover.Arriving.Fit;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.Fields;

import java.util.Optional;

/// Deployments are configuration: what could not serve is not taken, and secrets are closed.
final class ModelForm {
    private final ReadStored stored;
    private final RunningConfiguration configuration;

    ModelForm(ReadStored stored, RunningConfiguration configuration) {
        this.stored = stored;
        this.configuration = configuration;
    }

    /// @throws dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets where the key is
    ///   another one
    Fields opened(Entity model) {
        return stored.opened(model.kind(), model.id(), model.fields()).fields();
    }

    /// @throws dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets where there is no
    ///   key
    Fields closed(Fit model) {
        return stored.closed(model.kind(), model.id(), model.fields());
    }

    /// Why it could not serve.
    Optional<String> objection(Fit model) {
        return configuration
                .placeInFile(model.id())
                .map("it is in the configuration as well (%s)"::formatted)
                .or(
                        () ->
                                configuration
                                        .objections(
                                                now ->
                                                        now.with(
                                                                model.kind(),
                                                                new Part(
                                                                        model.id(),
                                                                        model.fields())))
                                        .stream()
                                        .findFirst());
    }
}
