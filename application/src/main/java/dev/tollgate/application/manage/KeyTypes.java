package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `key_type`, a short way to say what routes a key is for.
final class KeyTypes {
    private static final Map<String, List<String>> ROUTES =
            Map.of(
                    "default", List.of(),
                    "llm_api", List.of("llm_api_routes"),
                    "management", List.of("management_routes"),
                    "read_only", List.of("info_routes"));

    private KeyTypes() {}

    static Fields routes(Fields key) {
        List<String> routes = ROUTES.getOrDefault(key.text("key_type"), List.of());
        return routes.isEmpty() ? key : key.with("allowed_routes", routes);
    }

    static Optional<Refused> check(Fields key) {
        String type = key.text("key_type");
        return type.isEmpty() || ROUTES.containsKey(type)
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "key_type",
                                "key_type is one of default, llm_api, management, read_only."));
    }
}
