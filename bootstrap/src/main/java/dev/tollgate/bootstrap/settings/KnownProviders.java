package dev.tollgate.bootstrap.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of the providers that a configuration may name.
public interface KnownProviders {
    /// The provider with this prefix.
    Optional<Facts> find(String prefix);

    /// Every known prefix.
    Set<String> prefixes();

    /// The provider at whose host this base URL points.
    Optional<Facts> infer(String apiBase);

    /// @param prefix as written before the slash
    /// @param served whether calls to it can be made
    /// @param baseUrl where it is reached unless said otherwise; empty if every account has its own
    /// @param baseVariables environment variables that may say otherwise
    /// @param keyVariables environment variables that may hold its key
    /// @param keyOptional whether it works without a key
    /// @param placeholders names in braces in the base URL, with the variable that fills each
    /// @param bounds whether it takes a bound on its answers
    record Facts(
            String prefix,
            boolean served,
            String baseUrl,
            List<String> baseVariables,
            List<String> keyVariables,
            boolean keyOptional,
            Map<String, String> placeholders,
            boolean bounds) {
        public Facts {
            baseVariables = List.copyOf(baseVariables);
            keyVariables = List.copyOf(keyVariables);
            placeholders = Map.copyOf(placeholders);
        }
    }
}
