package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.Usage;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// Prices of one model: meter name → USD per one million units, as the catalogue names its meters
/// (`input`, `output`, `cache_read`, `cache_write_5m`, …). A meter that is absent is unpriced,
/// which is not the same as a price of 0.
public record Prices(Map<String, BigDecimal> perMillion) {
    public static final Prices UNKNOWN = new Prices(Map.of());

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    public Prices {
        perMillion = Map.copyOf(perMillion);
    }

    /// What the usage costs, or nothing where a needed price is not known.
    public Optional<Usd> cost(Usage usage) {
        BigDecimal input = perMillion.get("input");
        BigDecimal output = perMillion.get("output");
        if (!usage.reported() || input == null || (output == null && usage.outputTokens() > 0)) {
            return Optional.empty();
        }
        BigDecimal sum = input.multiply(BigDecimal.valueOf(usage.inputTokens()));
        if (output != null) {
            sum = sum.add(output.multiply(BigDecimal.valueOf(usage.outputTokens())));
        }
        return Optional.of(Usd.of(sum.divide(MILLION)));
    }
}
