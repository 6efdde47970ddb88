package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.ServiceTier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The dearest prices that a call can meet, by the service tier it named. For each way to be served
/// that could be the dearest one there is a ceiling; the worst case is the dearest of them.
final class Ceilings {
    /// @param from prompt tokens from which on it may hold
    /// @param to most prompt tokens it may hold for
    /// @param input USD per million of the dearest kind of input token; null: unpriced
    /// @param output USD per million of the dearest kind of output token; null: unpriced
    private record Ceiling(
            long from, long to, @Nullable BigDecimal input, @Nullable BigDecimal output) {

        boolean covers(Ceiling other) {
            return from <= other.from
                    && to >= other.to
                    && covers(input, other.input)
                    && covers(output, other.output);
        }

        private static boolean covers(@Nullable BigDecimal price, @Nullable BigDecimal other) {
            return price == null || (other != null && price.compareTo(other) >= 0);
        }

        boolean priced(long inputTokens, long outputTokens) {
            return (input != null || output != null)
                    && (input != null || inputTokens == 0)
                    && (output != null || outputTokens == 0);
        }

        BigDecimal input(Bounds bounds) {
            return times(input, Math.min(bounds.inputTokens(), to));
        }

        BigDecimal cost(Bounds bounds) {
            return input(bounds).add(times(output, bounds.outputTokens() * bounds.choices()));
        }

        private static BigDecimal times(@Nullable BigDecimal price, long tokens) {
            return price == null ? BigDecimal.ZERO : price.multiply(BigDecimal.valueOf(tokens));
        }
    }

    private final Map<ServiceTier, List<Ceiling>> byTier;

    private Ceilings(Map<ServiceTier, List<Ceiling>> byTier) {
        this.byTier = byTier;
    }

    static Ceilings of(RateCard card, Tiers tiers) {
        Map<ServiceTier, List<Ceiling>> byTier = new EnumMap<>(ServiceTier.class);
        for (ServiceTier named : ServiceTier.values()) {
            List<Ceiling> ceilings = new ArrayList<>();
            for (ServiceTier served : ServiceTier.values()) {
                if (mayServe(named, served)) {
                    collect(ceilings, card.of(served), tiers);
                }
            }
            Rates offPeak = card.offPeak();
            if (offPeak != null) {
                add(ceilings, ceiling(offPeak, 0, Long.MAX_VALUE));
            }
            byTier.put(named, List.copyOf(ceilings));
        }
        return new Ceilings(byTier);
    }

    /// The most that the tokens can cost, in USD per million; nothing if a price is missing.
    @Nullable BigDecimal worst(Bounds bounds) {
        BigDecimal worst = BigDecimal.ZERO;
        for (Ceiling ceiling : byTier.getOrDefault(bounds.tier(), List.of())) {
            if (ceiling.from() <= bounds.inputTokens()) {
                if (!ceiling.priced(bounds.inputTokens(), bounds.outputTokens())) {
                    return null;
                }
                worst = worst.max(ceiling.cost(bounds));
            }
        }
        return worst;
    }

    /// The most output tokens of one answer, within the bounds, that an amount pays for in the
    /// worst case, the input being paid first; 0 if that does not fit, -1 if a price is missing.
    ///
    /// @param perMillion the amount in USD per million
    /// @param factor of all prices
    long output(BigDecimal perMillion, Bounds bounds, BigDecimal factor) {
        BigDecimal least = BigDecimal.valueOf(bounds.outputTokens());
        for (Ceiling ceiling : byTier.getOrDefault(bounds.tier(), List.of())) {
            if (ceiling.from() <= bounds.inputTokens()) {
                if (!ceiling.priced(bounds.inputTokens(), bounds.outputTokens())) {
                    return -1;
                }
                BigDecimal left = perMillion.subtract(ceiling.input(bounds).multiply(factor));
                BigDecimal output = ceiling.output();
                if (left.signum() < 0) {
                    least = BigDecimal.ZERO;
                } else if (output != null) {
                    least = pays(left, price(output, factor, bounds.choices()), least);
                }
            }
        }
        return least.longValue();
    }

    /// How many units an amount pays for, at most so many.
    private static BigDecimal pays(BigDecimal amount, BigDecimal price, BigDecimal most) {
        return price.signum() == 0 ? most : most.min(amount.divideToIntegralValue(price));
    }

    private static BigDecimal price(BigDecimal output, BigDecimal factor, int choices) {
        return output.multiply(factor).multiply(BigDecimal.valueOf(choices));
    }

    private static boolean mayServe(ServiceTier named, ServiceTier served) {
        return switch (served) {
            case STANDARD -> true;
            case BATCH -> named == served;
            case UNSTATED, PRIORITY, FLEX, BALANCED, ULTRAFAST ->
                    served == named || !named.stated();
        };
    }

    private static void collect(List<Ceiling> ceilings, List<Rates> levels, Tiers tiers) {
        for (int level = 0; level < levels.size(); level++) {
            add(ceilings, ceiling(levels.get(level), tiers.first(level), tiers.last(level)));
        }
    }

    private static Ceiling ceiling(Rates rates, long from, long to) {
        return new Ceiling(from, to, rates.dearestInput(), rates.dearestOutput());
    }

    /// Keeps only what no other ceiling covers, so that a claim looks at one or two.
    private static void add(List<Ceiling> ceilings, Ceiling more) {
        if (ceilings.stream().noneMatch(one -> one.covers(more))) {
            ceilings.removeIf(more::covers);
            ceilings.add(more);
        }
    }
}
