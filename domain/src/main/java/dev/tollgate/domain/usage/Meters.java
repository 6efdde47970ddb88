package dev.tollgate.domain.usage;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Amounts by meter; a meter that is absent counted nothing.
///
/// @param amounts each above 0
public record Meters(Map<Meter, BigDecimal> amounts) {
    public static final Meters NONE = new Meters(Map.of());

    public Meters {
        amounts.forEach(
                (meter, amount) -> {
                    if (amount.signum() <= 0) {
                        throw new IllegalArgumentException(
                                meter + " must be above 0 but is " + amount.toPlainString());
                    }
                });
        amounts = Map.copyOf(amounts);
    }

    /// Nothing for an amount of 0.
    public static Meters of(Meter meter, BigDecimal amount) {
        return amount.signum() == 0 ? NONE : new Meters(Map.of(meter, amount));
    }

    /// Nothing for an amount of 0.
    public static Meters of(Meter meter, long amount) {
        return of(meter, BigDecimal.valueOf(amount));
    }

    public boolean none() {
        return amounts.isEmpty();
    }

    /// 0 for what was not counted.
    public BigDecimal amount(Meter meter) {
        return amounts.getOrDefault(meter, BigDecimal.ZERO);
    }

    /// Tokens, or another amount without a fraction; 0 for what was not counted.
    public long count(Meter meter) {
        return none() ? 0 : amount(meter).longValue();
    }

    public Meters plus(Meters other) {
        if (none() || other.none()) {
            return none() ? other : this;
        }
        Map<Meter, BigDecimal> sum = new EnumMap<>(amounts);
        other.amounts.forEach((meter, amount) -> sum.merge(meter, amount, BigDecimal::add));
        return new Meters(sum);
    }

    /// In the order of the meters, as `PIXELS=4 PAGES=1.5`.
    @Override
    public String toString() {
        return Arrays.stream(Meter.values())
                .filter(amounts::containsKey)
                .map(meter -> meter + "=" + amount(meter).toPlainString())
                .collect(Collectors.joining(" "));
    }
}
