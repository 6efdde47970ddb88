package dev.tollgate.application.takeover;

import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.memory.InMemoryLedger;
import dev.tollgate.application.port.in.TakeOver.Extent;
import dev.tollgate.application.port.in.TakeOver.Report;
import dev.tollgate.application.port.in.TakeOver.Tally;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.SecretCipher;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.application.stored.Sealing;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A move from another gateway whose rows are told by hand, to one that keeps all in memory.
final class Move {
    static final String HASH = "ab".repeat(32);

    private Instant now = Instant.parse("2026-11-23T08:00:00Z");
    private final InMemoryBooks books = new InMemoryBooks(() -> now, new Random(1));
    private final InMemoryLedger ledger = new InMemoryLedger(books);
    private final Accounts accounts = new InMemoryAccounts(books);
    final Entities entities = new InMemoryEntities(accounts::spent);
    private final Random chance = new Random(3);
    private final Map<ForeignRecords.Kind, List<Fields>> rows =
            new EnumMap<>(ForeignRecords.Kind.class);
    private boolean ledgerAway;

    static Fields row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return Fields.of(values);
    }

    /// These are all rows of their kind there, from now on.
    Move there(ForeignRecords.Kind kind, Fields... its) {
        rows.put(kind, List.of(its));
        return this;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void ledgerIsAway(boolean away) {
        ledgerAway = away;
    }

    Report takeOver() {
        Ledger posting =
                entries -> {
                    if (ledgerAway) {
                        throw new StorageUnavailable("away", new IllegalStateException());
                    }
                    return ledger.post(entries);
                };
        return new TakeOverFromLitellm(
                        new Told(),
                        entities,
                        new ReadStored(entities, new Sealing(new Numbering())),
                        Set.of("in-file"),
                        new Objecting(),
                        posting,
                        ZoneOffset.UTC,
                        () -> now,
                        chance)
                .takeOver(new Extent(true, false), _ -> {});
    }

    Tally takeOver(String kind) {
        return Optional.ofNullable(takeOver().tallies().get(kind)).orElseThrow();
    }

    Optional<Entity> find(EntityKind kind, String id) {
        return entities.find(kind, List.of(id)).stream().findFirst();
    }

    Entity one(EntityKind kind, String id) {
        return find(kind, id).orElseThrow();
    }

    /// What was spent in the present period of a budget.
    Usd spent(EntityKind kind, String id, String duration) {
        Subject subject = one(kind, id).subject().orElseThrow();
        Budget budget = new Budget(subject, Usd.ZERO, BudgetDuration.parse(duration));
        return accounts.balances(List.of(budget.accountAt(now, ZoneOffset.UTC)))
                .getFirst()
                .settled();
    }

    void apply(Entities.Change change) {
        if (entities.apply(List.of(change)).isPresent()) {
            throw new IllegalStateException("not possible: " + change);
        }
    }

    Instant now() {
        return now;
    }

    /// No text is closed twice alike.
    private static final class Numbering implements SecretCipher {
        private int count;

        @Override
        public String close(String secret, String place) {
            return ++count + ":" + secret;
        }

        @Override
        public String open(String closed, String place) {
            return closed.substring(closed.indexOf(':') + 1);
        }
    }

    /// Has one model in its file, and knows no provider called `odd`.
    private static final class Objecting implements RunningConfiguration {
        @Override
        public boolean keepsModels() {
            return true;
        }

        @Override
        public Optional<String> placeInFile(String deploymentId) {
            return deploymentId.equals("in-file") ? Optional.of("line 3") : Optional.empty();
        }

        @Override
        public Judgement judge(UnaryOperator<StoredConfiguration> change) {
            List<String> objections =
                    change.apply(StoredConfiguration.NOTHING).of(EntityKind.MODEL).stream()
                            .filter(
                                    each ->
                                            each.fields()
                                                    .within("litellm_params")
                                                    .text("model")
                                                    .startsWith("odd/"))
                            .map(_ -> "There is no provider odd.")
                            .toList();
            return new Judgement(objections, List.of());
        }

        @Override
        public Map<String, Fields> credentialsInFile() {
            return Map.of();
        }

        @Override
        public void follow() {}
    }

    /// The rows that were told.
    private final class Told implements ForeignRecords {
        @Override
        public String place() {
            return "there";
        }

        @Override
        public void read(Kind kind, int most, Consumer<List<Fields>> batches) {
            List<Fields> all = new ArrayList<>(rows.getOrDefault(kind, List.of()));
            if (!all.isEmpty()) {
                batches.accept(all);
            }
        }

        @Override
        public void close() {}
    }
}
