package dev.tollgate.application.takeover;

import dev.tollgate.application.port.in.TakeOver;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.port.out.ForeignRecords.Kind;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.EntryIds;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Takes over what a LiteLLM proxy keeps in its database.
public final class TakeOverFromLitellm implements TakeOver {
    private static final int ROWS = 200;

    private final ForeignRecords there;
    private final ReadStored stored;
    private final Set<String> namesInFile;
    private final Entities entities;
    private final ClosedForm form;
    private final Ledger ledger;
    private final ZoneId zone;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /// @param stored closes the secrets of deployments
    /// @param namesInFile what the configuration calls models and groups of them
    /// @param configuration says which deployments could serve
    /// @param zone in which budgets begin anew
    /// @param chance makes ids, which are not secret
    public TakeOverFromLitellm(
            ForeignRecords there,
            Entities entities,
            ReadStored stored,
            Set<String> namesInFile,
            RunningConfiguration configuration,
            Ledger ledger,
            ZoneId zone,
            InstantSource clock,
            RandomGenerator chance) {
        this.there = there;
        this.entities = entities;
        this.stored = stored;
        this.namesInFile = Set.copyOf(namesInFile);
        this.form = new ClosedForm(stored, configuration);
        this.ledger = ledger;
        this.zone = zone;
        this.clock = clock;
        this.chance = chance;
    }

    @Override
    public Report takeOver(Extent extent, Consumer<Progress> progress) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Openings openings = new Openings(ledger, zone, now, chance);
        Planning planning =
                new Planning(
                        entities,
                        form,
                        openings,
                        () -> EntryIds.at(now, chance).toString(),
                        now,
                        extent.rehearsal());
        Takings takings = new Takings(entities, openings, planning, extent.rehearsal());
        Set<String> named = new HashSet<>(namesInFile);
        stored.each(EntityKind.MODEL, model -> name(named, model.fields()));
        LitellmRows rows = new LitellmRows(now, named);
        PastCalls calls = new PastCalls(entities, ledger, extent.rehearsal());
        Map<String, Tally> tallies = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            if (kind == Kind.SPEND_LOGS && !extent.pastCalls()) {
                continue;
            }
            TallyBook tally = new TallyBook();
            Consumer<List<Fields>> batches =
                    kind == Kind.SPEND_LOGS
                            ? some -> calls.take(some, tally)
                            : some -> {
                                if (kind == Kind.MODELS) {
                                    some.forEach(model -> name(named, model));
                                }
                                takings.take(arriving(rows, kind, some), tally);
                            };
            there.read(kind, ROWS, counting(name(kind), batches, progress));
            tallies.put(name(kind), tally.tally());
        }
        return new Report(tallies, openings.opened());
    }

    private static void name(Set<String> named, Fields model) {
        named.add(model.text("model_name"));
        named.addAll(model.within("model_info").texts("access_groups"));
    }

    private static List<Arriving> arriving(LitellmRows rows, Kind kind, List<Fields> some) {
        return some.stream().flatMap(row -> rows.of(kind, row).stream()).toList();
    }

    private static Consumer<List<Fields>> counting(
            String kind, Consumer<List<Fields>> batches, Consumer<Progress> progress) {
        long[] read = {0};
        return some -> {
            batches.accept(some);
            read[0] += some.size();
            progress.accept(new Progress(kind, read[0]));
        };
    }

    private static String name(Kind kind) {
        return kind == Kind.TEAMS
                ? "teams and members"
                : kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
