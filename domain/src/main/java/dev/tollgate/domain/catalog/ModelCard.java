package dev.tollgate.domain.catalog;

import dev.tollgate.domain.money.Prices;

import java.util.Set;

/// What is known of a model: kind, limits, prices, capabilities. 0 for a limit means unknown.
///
/// @param key the catalogue's name for it
/// @param provider the provider prefix it is listed under
/// @param mode `chat`, `completion`, `embedding`, … ; empty if unknown
/// @param maxInputTokens context window
/// @param maxOutputTokens most tokens one answer may have
/// @param dimension size of an embedding
/// @param capabilities what it is stated to support (`vision`, `function_calling`, …)
/// @param lacks what it is stated not to support
public record ModelCard(
        String key,
        String provider,
        String mode,
        int maxInputTokens,
        int maxOutputTokens,
        int dimension,
        Prices prices,
        Set<String> capabilities,
        Set<String> lacks) {

    public static final ModelCard UNKNOWN =
            new ModelCard("", "", "", 0, 0, 0, Prices.UNKNOWN, Set.of(), Set.of());

    public ModelCard {
        capabilities = Set.copyOf(capabilities);
        lacks = Set.copyOf(lacks);
    }

    public boolean known() {
        return !key.isEmpty();
    }
}
