package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.adapters.persistence.journal.Input.Unreadable;
import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// Usage as bytes. What is rare, terms and meters, takes nothing where there is none, and is
/// written by name: a name that is not known makes the record one of a later version.
final class UsageCodec {
    private static final int REPORTED = 1;
    private static final int ESTIMATED = 2;
    private static final int TERMS = 4;
    private static final int METERS = 8;
    private static final int FAST = 1;
    private static final int GEO_US = 2;
    private static final int NAME = 256;

    private UsageCodec() {}

    static void write(Usage usage, Output to) {
        boolean terms = !usage.terms().equals(Terms.USUAL);
        to.octet(
                (usage.reported() ? REPORTED : 0)
                        | (usage.estimated() ? ESTIMATED : 0)
                        | (terms ? TERMS : 0)
                        | (usage.meters().none() ? 0 : METERS));
        to.unsigned(usage.inputTokens());
        to.unsigned(usage.outputTokens());
        to.unsigned(usage.cacheReadTokens());
        to.unsigned(usage.cacheWriteTokens());
        to.unsigned(usage.cacheWrite1hTokens());
        to.unsigned(usage.audioInputTokens());
        to.unsigned(usage.audioOutputTokens());
        to.unsigned(usage.reasoningTokens());
        if (terms) {
            write(usage.terms(), to);
        }
        if (!usage.meters().none()) {
            write(usage.meters(), to);
        }
    }

    static Usage read(Input from) {
        int flags = from.octet();
        return new Usage(
                (flags & REPORTED) != 0,
                from.unsigned(),
                from.unsigned(),
                from.unsigned(),
                from.unsigned(),
                from.unsigned(),
                from.unsigned(),
                from.unsigned(),
                from.unsigned(),
                (flags & ESTIMATED) != 0,
                (flags & TERMS) != 0 ? readTerms(from) : Terms.USUAL,
                (flags & METERS) != 0 ? readMeters(from) : Meters.NONE);
    }

    private static void write(Terms terms, Output to) {
        to.text(terms.tier().name(), NAME);
        to.octet((terms.fast() ? FAST : 0) | (terms.geoUs() ? GEO_US : 0));
        to.text(terms.resolution(), EntryCodec.TEXT);
    }

    private static Terms readTerms(Input from) {
        ServiceTier tier = named(from.text(), ServiceTier.values());
        int flags = from.octet();
        return new Terms(tier, (flags & FAST) != 0, (flags & GEO_US) != 0, from.text());
    }

    private static void write(Meters meters, Output to) {
        to.unsigned(meters.amounts().size());
        meters.amounts()
                .forEach(
                        (meter, amount) -> {
                            to.text(meter.name(), NAME);
                            to.text(amount.toString(), NAME);
                        });
    }

    private static Meters readMeters(Input from) {
        Map<Meter, BigDecimal> amounts = new EnumMap<>(Meter.class);
        int count = from.count();
        for (int i = 0; i < count; i++) {
            amounts.put(named(from.text(), Meter.values()), new BigDecimal(from.text()));
        }
        return new Meters(amounts);
    }

    private static <E extends Enum<E>> E named(String name, E[] all) {
        return Arrays.stream(all)
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Unreadable("a name is not known"));
    }
}
