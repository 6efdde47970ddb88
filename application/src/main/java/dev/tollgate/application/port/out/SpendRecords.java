package dev.tollgate.application.port.out;

import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// What was spent, to be read. Everything posted to the [Ledger] shows at once. Every method throws
/// [StorageUnavailable] when the store is away.
public interface SpendRecords {
    /// One page of entries, the newest first unless asked otherwise.
    EntryPage entries(EntryQuery query);

    /// Figures per day and whatever else is asked for, in the order of days and then of the parts.
    List<DailyFigure> daily(DailyQuery query);

    /// How often what went wrong, day by day.
    List<FailureCount> failures(FailureQuery query);

    /// Empty texts and null-like bounds ask for nothing.
    ///
    /// @param from the first moment, inclusive; [Instant#MIN]: any
    /// @param to the last one, exclusive; [Instant#MAX]: any
    /// @param id of the entry, the call, the caller's id of it, or the provider's id of the answer
    /// @param orTeams besides the user's, those of these teams; none where no user is asked for
    /// @param model the upstream's or the group's name
    /// @param statuses only these; empty: all
    /// @param keyAlias a part of the alias that the key had then
    /// @param errors only what went wrong in one of these ways; empty: anything
    /// @param message a part of what was said about it
    /// @param atLeast least that was charged; the lowest possible: any
    /// @param atMost most that was charged; the highest possible: any
    /// @param calls one entry for each call: its last one, with the cost and usage of all its
    ///   attempts
    /// @param limit at most 1,000
    record EntryQuery(
            Instant from,
            Instant to,
            String id,
            String keyHash,
            String user,
            Set<String> orTeams,
            String team,
            String organization,
            String customer,
            String tag,
            String model,
            String deployment,
            String session,
            Set<LedgerEntry.Status> statuses,
            String keyAlias,
            Set<String> errors,
            String message,
            Usd atLeast,
            Usd atMost,
            boolean calls,
            EntrySort sort,
            boolean descending,
            long offset,
            int limit) {
        public EntryQuery {
            orTeams = Set.copyOf(orTeams);
            statuses = Set.copyOf(statuses);
            errors = Set.copyOf(errors);
            if (offset < 0 || limit < 1 || limit > 1_000) {
                throw new IllegalArgumentException(
                        "a page has 1 to 1,000 entries: offset %d, limit %d"
                                .formatted(offset, limit));
            }
        }
    }

    enum EntrySort {
        STARTED_AT,
        ENDED_AT,
        SPEND,
        TOTAL_TOKENS,
        DURATION,
        /// the upstream's name
        MODEL,
        /// from the beginning to the first content; those of which it is not known come last
        FIRST_TOKEN
    }

    /// @param total how many there are in all
    record EntryPage(List<LedgerEntry> entries, long total) {
        public EntryPage {
            entries = List.copyOf(entries);
        }
    }

    /// Figures of the days between two, both included, in UTC.
    ///
    /// @param scope whose spend: entries are grouped by the id within it, those that are nobody's
    ///   are left out
    /// @param ids only these; empty: all
    /// @param keys only these keys', by SHA-256; empty: all
    /// @param model only this upstream model's; empty: all
    /// @param together all days in one figure, which is told under the first of them
    /// @param by what the figures are told apart by, besides the day
    /// @param most at most so many figures, at most 10,000: those of the most spend where there are
    ///   more
    /// @param dearest whose figures are told at all
    record DailyQuery(
            LocalDate from,
            LocalDate to,
            Scope scope,
            Set<String> ids,
            Set<String> keys,
            String model,
            boolean together,
            Set<Part> by,
            int most,
            Dearest dearest) {
        public DailyQuery {
            ids = Set.copyOf(ids);
            keys = Set.copyOf(keys);
            by = Set.copyOf(by);
            if (most < 1 || most > 10_000) {
                throw new IllegalArgumentException("1 to 10,000 figures, not " + most);
            }
        }

        /// Figures of everybody.
        public DailyQuery(
                LocalDate from,
                LocalDate to,
                Scope scope,
                Set<String> ids,
                Set<String> keys,
                String model,
                boolean together,
                Set<Part> by,
                int most) {
            this(from, to, scope, ids, keys, model, together, by, most, Dearest.ALL);
        }

        /// How many days there are; not above zero where the last is before the first.
        public long days() {
            return ChronoUnit.DAYS.between(from, to) + 1;
        }

        /// The same of other days.
        public DailyQuery between(LocalDate first, LocalDate last) {
            return new DailyQuery(
                    first, last, scope, ids, keys, model, together, by, most, dearest);
        }

        /// The same of those alone.
        public DailyQuery of(Dearest its) {
            return new DailyQuery(from, to, scope, ids, keys, model, together, by, most, its);
        }

        /// Which keys or ids are the dearest, each with what it spent in all.
        public DailyQuery ranking() {
            Set<Part> who = Set.of(dearest.by);
            return new DailyQuery(from, to, scope, ids, keys, model, true, who, dearest.most);
        }

        /// The same of these keys or ids alone, once it is known which are the dearest.
        public DailyQuery among(Set<String> names) {
            boolean keyed = dearest.by == Part.KEY;
            return new DailyQuery(
                    from,
                    to,
                    scope,
                    keyed ? ids : names,
                    keyed ? names : keys,
                    model,
                    together,
                    by,
                    most);
        }
    }

    /// Only those who spent most of what is asked for, in all of its days.
    ///
    /// @param by [Part#KEY] or [Part#SUBJECT]: who they are told apart by
    /// @param most so many of them; 0: all
    record Dearest(Part by, int most) {
        public static final Dearest ALL = new Dearest(Part.KEY, 0);

        public Dearest {
            if (by != Part.KEY && by != Part.SUBJECT || most < 0) {
                throw new IllegalArgumentException(
                        "keys or subjects that spent most, not %d by %s".formatted(most, by));
            }
        }
    }

    enum Part {
        /// the id within the scope
        SUBJECT,
        KEY,
        MODEL,
        MODEL_GROUP,
        PROVIDER,
        /// `acompletion`, `aembedding`, …
        CALL_TYPE
    }

    /// Texts of parts that were not asked for are empty. An entry counts once for each of its tags.
    ///
    /// @param successful calls, by their last entry; tokens and spend are those of every attempt
    record DailyFigure(
            LocalDate day,
            String subject,
            String keyHash,
            String model,
            String group,
            String provider,
            String callType,
            Usd spend,
            long promptTokens,
            long completionTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            long successful,
            long failed) {}

    /// Failures of the days between two, both included, in UTC: of attempts, and of calls that were
    /// refused or found nobody to ask.
    ///
    /// @param group only this model group's; empty: all
    /// @param deployments only those of deployments, told apart by them
    /// @param most at most so many counts, at most 10,000: the highest where there are more
    record FailureQuery(LocalDate from, LocalDate to, String group, boolean deployments, int most) {
        public FailureQuery {
            if (most < 1 || most > 10_000) {
                throw new IllegalArgumentException("1 to 10,000 counts, not " + most);
            }
        }
    }

    /// @param error what went wrong, as entries have it
    /// @param deployment empty where that was not asked for
    record FailureCount(
            LocalDate day, String error, String deployment, String apiBase, long failures) {}
}
