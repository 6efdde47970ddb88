package dev.tollgate.application.testkit.contract;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.SpendRecords.DailyFigure;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.Dearest;
import dev.tollgate.application.port.out.SpendRecords.Part;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.DailyLine;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// Figures of days are the sums of the entries, however they are asked for and whatever became of
/// the entries on their way.
public interface DailyFiguresContract {
    LocalDate LAST = LocalDate.parse("2026-03-04");
    int MOST = 10_000;

    BooksUnderTest books();

    @Test
    default void figures_are_the_sums_of_the_entries_however_they_are_asked_for() {
        Collection<LedgerEntry> kept = new Month(books(), new Random(7)).post();

        for (DailyQuery query : questions()) {
            assertThat(told(query)).as(query.toString()).isEqualTo(summed(kept, query));
        }
    }

    @Test
    default void where_there_are_too_many_figures_the_dearest_are_told_in_full() {
        Collection<LedgerEntry> kept = new Month(books(), new Random(8)).post();

        for (DailyQuery all : questions()) {
            Map<List<String>, Figures> sums = summed(kept, all);
            if (sums.size() > 3) {
                DailyQuery few = atMost(3, all);
                List<Long> dearest =
                        sums.values().stream()
                                .map(figures -> figures.spend().nanos())
                                .sorted((one, other) -> Long.compare(other, one))
                                .limit(3)
                                .toList();

                Map<List<String>, Figures> told = told(few);

                assertThat(sums).as(few.toString()).containsAllEntriesOf(told);
                assertThat(told.values().stream().map(figures -> figures.spend().nanos()))
                        .as(few.toString())
                        .containsExactlyInAnyOrderElementsOf(dearest);
            }
        }
    }

    @Test
    default void figures_of_the_dearest_are_those_of_who_spent_most_on_all_days() {
        Collection<LedgerEntry> kept = new Month(books(), new Random(9)).post();

        for (DailyQuery all : questions()) {
            for (Part by : List.of(Part.KEY, Part.SUBJECT)) {
                DailyQuery few = all.of(new Dearest(by, 1));
                Set<String> names = dearest(summed(kept, few.ranking()), by);
                if (by == Part.KEY || all.scope() != Scope.GLOBAL) {
                    assertThat(names).as(few.toString()).isNotEmpty();
                    assertThat(told(few))
                            .as(few.toString())
                            .isEqualTo(summed(kept, few.among(names)));
                }
            }
        }
    }

    private static Set<String> dearest(Map<List<String>, Figures> ranking, Part by) {
        Comparator<Map.Entry<List<String>, Figures>> bySpend =
                Comparator.comparing(each -> -each.getValue().spend().nanos());
        return ranking.entrySet().stream()
                .sorted(bySpend)
                .limit(1)
                .map(each -> each.getKey().get(by == Part.SUBJECT ? 1 : 2))
                .collect(Collectors.toSet());
    }

    private static DailyQuery atMost(int most, DailyQuery query) {
        return new DailyQuery(
                query.from(),
                query.to(),
                query.scope(),
                query.ids(),
                query.keys(),
                query.model(),
                query.together(),
                query.by(),
                most);
    }

    /// Every question there is, or one of its like.
    static List<DailyQuery> questions() {
        List<Set<Part>> parts =
                List.of(
                        Set.of(),
                        Set.of(Part.SUBJECT),
                        Set.of(Part.KEY),
                        Set.of(Part.SUBJECT, Part.KEY),
                        Set.of(Part.MODEL),
                        Set.of(Part.CALL_TYPE),
                        Set.of(Part.SUBJECT, Part.MODEL_GROUP, Part.PROVIDER),
                        EnumSet.allOf(Part.class));
        List<DailyQuery> questions = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            for (Set<Part> by : parts) {
                for (boolean together : List.of(true, false)) {
                    questions.add(asking(scope, Set.of(), Set.of(), "", together, by));
                    questions.add(asking(scope, Set.of(), Set.of("hash-1"), "", together, by));
                    questions.add(asking(scope, Set.of(), Set.of(), "model-1", together, by));
                    if (scope != Scope.GLOBAL) {
                        Set<String> ids = Set.of("it-1", "it-2", "it-1/it-0", "provider-1");
                        questions.add(asking(scope, ids, Set.of(), "", together, by));
                    }
                }
            }
        }
        return questions;
    }

    private static DailyQuery asking(
            Scope scope,
            Set<String> ids,
            Set<String> keys,
            String model,
            boolean together,
            Set<Part> by) {
        return new DailyQuery(LAST.minusDays(1), LAST, scope, ids, keys, model, together, by, MOST);
    }

    default Map<List<String>, Figures> told(DailyQuery query) {
        return books().records().daily(query).stream()
                .collect(
                        Collectors.toMap(
                                DailyFiguresContract::parts,
                                DailyFiguresContract::figures,
                                Figures::plus,
                                TreeMapOfParts::new));
    }

    private static List<String> parts(DailyFigure told) {
        return List.of(
                told.day().toString(),
                told.subject(),
                told.keyHash(),
                told.model(),
                told.group(),
                told.provider(),
                told.callType());
    }

    private static Figures figures(DailyFigure told) {
        return new Figures(
                told.spend(),
                told.promptTokens(),
                told.completionTokens(),
                told.cacheReadTokens(),
                told.cacheWriteTokens(),
                told.successful(),
                told.failed());
    }

    /// The same from the entries.
    static Map<List<String>, Figures> summed(Collection<LedgerEntry> entries, DailyQuery query) {
        Map<List<String>, Figures> sums = new TreeMapOfParts();
        for (LedgerEntry entry : entries) {
            for (DailyLine line : DailyLine.of(entry)) {
                String subject = line.subject(query.scope());
                boolean asked =
                        !line.day().isBefore(query.from())
                                && !line.day().isAfter(query.to())
                                && line.tag().isEmpty() == (query.scope() != Scope.TAG)
                                && subject.isEmpty() == (query.scope() == Scope.GLOBAL)
                                && isAmong(query.ids(), subject)
                                && isAmong(query.keys(), line.keyHash())
                                && (query.model().isEmpty() || query.model().equals(line.model()));
                if (asked) {
                    sums.merge(parts(line, subject, query), Figures.of(entry), Figures::plus);
                }
            }
        }
        return sums;
    }

    private static boolean isAmong(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    private static List<String> parts(DailyLine line, String subject, DailyQuery query) {
        Map<Part, String> parts = new HashMap<>();
        parts.put(Part.SUBJECT, subject);
        parts.put(Part.KEY, line.keyHash());
        parts.put(Part.MODEL, line.model());
        parts.put(Part.MODEL_GROUP, line.group());
        parts.put(Part.PROVIDER, line.provider());
        parts.put(Part.CALL_TYPE, line.callType());
        parts.keySet().retainAll(query.by());
        return List.of(
                (query.together() ? query.from() : line.day()).toString(),
                parts.getOrDefault(Part.SUBJECT, ""),
                parts.getOrDefault(Part.KEY, ""),
                parts.getOrDefault(Part.MODEL, ""),
                parts.getOrDefault(Part.MODEL_GROUP, ""),
                parts.getOrDefault(Part.PROVIDER, ""),
                parts.getOrDefault(Part.CALL_TYPE, ""));
    }

    /// Parts in an order that makes a difference easy to see.
    final class TreeMapOfParts extends TreeMap<List<String>, Figures> {
        private static final long serialVersionUID = 1;

        TreeMapOfParts() {
            super((one, other) -> one.toString().compareTo(other.toString()));
        }
    }

    /// Calls of three days by everybody and nobody, some of them posted twice, and some corrected.
    final class Month {
        private static final int CALLS = 150;
        private final BooksUnderTest books;
        private final Random chance;
        private final Map<UUID, LedgerEntry> kept = new LinkedHashMap<>();

        public Month(BooksUnderTest books, Random chance) {
            this.books = books;
            this.chance = chance;
        }

        public Collection<LedgerEntry> post() {
            for (int i = 0; i < CALLS; i += 10) {
                List<LedgerEntry> batch = new ArrayList<>();
                for (int j = 0; j < 10; j++) {
                    batch.add(call(i + j));
                }
                post(batch);
                post(batch.subList(0, 3));
                post(corrections(batch));
            }
            return kept.values();
        }

        private void post(List<LedgerEntry> batch) {
            assertThat(books.ledger().post(batch)).isEmpty();
            batch.forEach(entry -> kept.put(entry.id(), entry));
        }

        private List<LedgerEntry> corrections(List<LedgerEntry> batch) {
            return batch.stream()
                    .filter(entry -> entry.outcome().status() == Status.INTERRUPTED)
                    .map(entry -> like(entry).replacing(entry).costing(cost(1)).build())
                    .toList();
        }

        private EntryDraft like(LedgerEntry entry) {
            return anEntry()
                    .of(entry.payer())
                    .called(entry.call())
                    .at(entry.target())
                    .startedAt(entry.startedAt())
                    .using(Usage.of(chance.nextInt(100), chance.nextInt(10)));
        }

        private LedgerEntry call(int number) {
            int key = chance.nextInt(6);
            String hash = key == 0 ? "" : (key > 3 ? "0hash-" : "hash-") + key;
            Payer payer =
                    new Payer(hash.replace("hash", "it"), hash, "", it(), it(), "", it(), it());
            int model = chance.nextInt(3);
            EntryDraft draft =
                    anEntry()
                            .typed(chance.nextBoolean() ? "acompletion" : "aembedding")
                            .of(payer)
                            .at(
                                    new Target(
                                            it(),
                                            "group-" + chance.nextInt(2),
                                            "provider-" + model,
                                            "model-" + model,
                                            "",
                                            ""))
                            .startedAt(NOON.minus(chance.nextInt(3), ChronoUnit.DAYS))
                            .costing(cost(number))
                            .ending(chance.nextInt(4) == 0 ? Status.INTERRUPTED : Status.SUCCESS);
            return switch (chance.nextInt(3)) {
                case 0 -> draft.build();
                case 1 -> draft.tagged("it-1").build();
                default -> draft.tagged("it-1", "it-2", "ci").build();
            };
        }

        /// Nobody, now and then.
        private String it() {
            int number = chance.nextInt(4);
            return number == 3 ? "" : "it-" + number;
        }

        /// No two are alike, so that the dearest are known.
        private Usd cost(int number) {
            return new Usd(chance.nextInt(1_000_000) * 1_000L + number);
        }
    }
}
