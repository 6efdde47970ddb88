package dev.tollgate.bootstrap.client;

import dev.tollgate.bootstrap.settings.ModelState;
import dev.tollgate.bootstrap.settings.Problem;
import dev.tollgate.domain.failure.CallFailure;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Knows the models that the configuration names and that cannot be served, so that whoever asks
/// for one hears what it lacks: an unset variable, mostly.
final class NotReady {
    private final List<ModelState> models;
    private final UnaryOperator<String> providerOf;

    /// @param models every entry of the configuration
    /// @param providerOf the provider of a model known by name; empty if none
    NotReady(List<ModelState> models, UnaryOperator<String> providerOf) {
        this.models = models.stream().filter(model -> !model.ready()).toList();
        this.providerOf = providerOf;
    }

    /// The failure as an exception.
    GatewayException told(CallFailure failure) {
        return failure instanceof CallFailure.UnknownModel(String model)
                ? new GatewayException.UnknownModel(
                        Failures.noModel(model) + reason(model).map(": "::concat).orElse(""))
                : Failures.of(failure);
    }

    private Optional<String> reason(String asked) {
        String provider = providerOf.apply(asked);
        String whole = provider.isEmpty() ? asked : provider + "/" + asked;
        return models.stream()
                .filter(model -> covers(model.group(), asked) || covers(model.group(), whole))
                .map(model -> model.why().getFirst())
                .map(NotReady::sentence)
                .findFirst();
    }

    private static boolean covers(String group, String name) {
        int star = group.indexOf('*');
        return star < 0 ? group.equals(name) : name.startsWith(group.substring(0, star));
    }

    private static String sentence(Problem problem) {
        return problem.fix().isEmpty() ? problem.rule() : problem.rule() + " " + problem.fix();
    }
}
