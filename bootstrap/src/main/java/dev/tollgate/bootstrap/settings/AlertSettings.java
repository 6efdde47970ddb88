package dev.tollgate.bootstrap.settings;

import dev.tollgate.domain.access.Secret;

import java.util.List;
import java.util.Optional;

/// Whom the gateway tells what budgets have come to. Addresses may be secrets.
///
/// @param webhook gets the event as JSON
/// @param slack get it as text
public record AlertSettings(Optional<Secret> webhook, List<Secret> slack) {
    public static final AlertSettings NONE = new AlertSettings(Optional.empty(), List.of());

    public AlertSettings {
        slack = List.copyOf(slack);
    }
}
