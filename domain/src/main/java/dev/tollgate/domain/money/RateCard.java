package dev.tollgate.domain.money;

import dev.tollgate.domain.usage.ServiceTier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// The token prices of a model by service tier and level, every fallback resolved.
final class RateCard {
    private static final String OFF_PEAK = "_offpeak";

    private final Tiers tiers;
    private final List<Rates> standard;
    private final Map<ServiceTier, List<Rates>> others;
    private final OffPeak hours;
    private final @Nullable Rates offPeak;

    private RateCard(
            Tiers tiers,
            List<Rates> standard,
            Map<ServiceTier, List<Rates>> others,
            OffPeak hours,
            @Nullable Rates offPeak) {
        this.tiers = tiers;
        this.standard = standard;
        this.others = others;
        this.hours = hours;
        this.offPeak = offPeak;
    }

    static RateCard of(
            Map<String, BigDecimal> prices, Tiers tiers, BigDecimal cacheShare, OffPeak hours) {
        List<Rates> standard = levels(tiers, level -> at(prices, tiers, level, "", cacheShare));
        Map<ServiceTier, List<Rates>> others = new EnumMap<>(ServiceTier.class);
        for (ServiceTier tier : ServiceTier.values()) {
            String suffix = suffix(tier);
            if (tier == ServiceTier.BATCH) {
                others.put(tier, levels(tiers, level -> batch(prices, tiers, standard, level)));
            } else if (!suffix.isEmpty() && any(prices, suffix)) {
                others.put(
                        tier, levels(tiers, level -> at(prices, tiers, level, suffix, cacheShare)));
            }
        }
        Rates offPeak = any(prices, OFF_PEAK) ? at(prices, tiers, 0, OFF_PEAK, cacheShare) : null;
        return new RateCard(tiers, standard, others, hours, offPeak);
    }

    /// What holds for a call.
    ///
    /// @param promptTokens cached and written ones included
    Rates at(ServiceTier tier, long promptTokens, Instant moment) {
        if (offPeak != null && usual(tier) && hours.at(moment)) {
            return offPeak;
        }
        return of(tier).get(tiers.levelOf(promptTokens));
    }

    /// What holds at peak hours.
    Rates at(ServiceTier tier, long promptTokens) {
        return of(tier).get(tiers.levelOf(promptTokens));
    }

    /// By level.
    List<Rates> of(ServiceTier tier) {
        return usual(tier) ? standard : others.getOrDefault(tier, standard);
    }

    @Nullable Rates offPeak() {
        return offPeak;
    }

    private static boolean usual(ServiceTier tier) {
        return tier == ServiceTier.UNSTATED || tier == ServiceTier.STANDARD;
    }

    private static String suffix(ServiceTier tier) {
        return switch (tier) {
            case UNSTATED, STANDARD -> "";
            case PRIORITY -> "_priority";
            case FLEX -> "_flex";
            case BATCH -> "_batch";
            case BALANCED -> "_balanced";
            case ULTRAFAST -> "_ultrafast";
        };
    }

    private static boolean any(Map<String, BigDecimal> prices, String suffix) {
        return prices.keySet().stream().anyMatch(meter -> meter.endsWith(suffix));
    }

    private static List<Rates> levels(Tiers tiers, IntFunction<Rates> rates) {
        List<Rates> levels = new ArrayList<>();
        for (int level = 0; level <= tiers.thresholds().size(); level++) {
            levels.add(rates.apply(level));
        }
        return List.copyOf(levels);
    }

    private static Rates at(
            Map<String, BigDecimal> prices,
            Tiers tiers,
            int level,
            String suffix,
            BigDecimal cacheShare) {
        return new Resolution(prices, tiers.rule(), level, suffix, cacheShare).rates();
    }

    private static Rates batch(
            Map<String, BigDecimal> prices, Tiers tiers, List<Rates> standard, int level) {
        boolean own =
                tiers.rule() == Tiers.Rule.TABLE
                        || prices.containsKey(Tiers.prefix(level) + "input_batch");
        return new BatchResolution(prices, level, standard.get(own ? level : 0)).rates();
    }
}
