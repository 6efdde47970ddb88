package dev.tollgate.application.port.in.spend;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.call.Transcript;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reports calls and what was spent. Who does not see everything sees their own calls, and those of
/// the teams they lead; what else is asked for is [Report.Forbidden].
public interface ReportSpend {
    Report report(Actor actor, Question question);

    sealed interface Question {
        /// One row for each call, refused ones included. Empty texts ask for nothing.
        ///
        /// @param from inclusive
        /// @param to exclusive
        /// @param id of the call, the answer or the entry
        /// @param key the key itself or its SHA-256
        /// @param statuses empty: all
        /// @param keyAlias a part of the alias that the key had then
        /// @param errors what went wrong, as entries have it; empty: anything
        /// @param message a part of what was said about it
        /// @param page from 1
        /// @param size at most 1,000
        record Calls(
                Instant from,
                Instant to,
                String id,
                String key,
                String user,
                String team,
                String customer,
                String model,
                String deployment,
                String session,
                Set<Status> statuses,
                String keyAlias,
                Set<String> errors,
                String message,
                Usd atLeast,
                Usd atMost,
                Order order,
                boolean descending,
                int page,
                int size)
                implements Question {
            @Override
            public String toString() {
                return "Calls[%s to %s, page %d of %d]".formatted(from, to, page, size);
            }
        }

        /// Figures of days, both included, in UTC.
        ///
        /// @param scope whose, told apart by the id within it
        /// @param ids only theirs; empty: all
        /// @param keys keys themselves or their SHA-256; empty: any
        /// @param model the upstream's name; empty: any
        /// @param together all days in one figure, which is told under the first of them
        /// @param most at most so many figures, at most 10,000: those of the most spend
        /// @param named whether it is told what keys and teams among them are called
        /// @param dearest whose figures are told at all
        record Days(
                LocalDate from,
                LocalDate to,
                Scope scope,
                Set<String> ids,
                Set<String> keys,
                String model,
                boolean together,
                Set<Part> by,
                int most,
                boolean named,
                Dearest dearest)
                implements Question {
            /// As many as there may be.
            public static final int MOST = 10_000;

            /// Of everybody, with their names.
            public Days(
                    LocalDate from,
                    LocalDate to,
                    Scope scope,
                    Set<String> ids,
                    Set<String> keys,
                    String model,
                    boolean together,
                    Set<Part> by,
                    int most) {
                this(from, to, scope, ids, keys, model, together, by, most, true, Dearest.ALL);
            }

            /// Without names.
            public Days unnamed() {
                return new Days(
                        from, to, scope, ids, keys, model, together, by, most, false, dearest);
            }

            /// Only of those who spent most.
            public Days of(Dearest its) {
                return new Days(from, to, scope, ids, keys, model, together, by, most, named, its);
            }

            @Override
            public String toString() {
                return "Days[%s to %s, %s]".formatted(from, to, scope);
            }
        }

        /// How often what went wrong, day by day, both included, in UTC: of attempts, and of calls
        /// that were refused or found nobody to ask.
        ///
        /// @param group only this model group's; empty: all
        /// @param deployments only those of deployments, told apart by them
        record Failures(LocalDate from, LocalDate to, String group, boolean deployments)
                implements Question {}

        /// What was said in one call, if it was kept.
        ///
        /// @param id of the call, the answer or the entry
        /// @param team whose call it is, for who leads that team; empty: any
        record Words(String id, String team) implements Question {}

        /// Who ever spent most.
        ///
        /// @param users users rather than keys
        /// @param id only this one; empty: all
        record Spenders(boolean users, String id, int most) implements Question {}

        /// The budgets of a scope that configuration gives: of the gateway, or of providers.
        record Budgets(Scope scope) implements Question {}
    }

    enum Order {
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

    /// What figures are told apart by besides the day.
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

    /// Only those who spent most of what is asked for, in all of its days.
    ///
    /// @param by [Part#KEY] or [Part#SUBJECT]: who they are told apart by
    /// @param most so many of them; 0: all
    record Dearest(Part by, int most) {
        public static final Dearest ALL = new Dearest(Part.KEY, 0);
    }

    sealed interface Report {
        /// @param total how many there are in all
        record Calls(List<LedgerEntry> rows, long total) implements Report {}

        /// @param figures in the order of days
        /// @param keys what is known of the keys among them, by SHA-256
        /// @param teams what the teams among them are called, by id, where they have a name
        record Days(List<Figure> figures, Map<String, KeyNames> keys, Map<String, String> teams)
                implements Report {}

        /// @param counts in the order of days, at most 10,000: the highest where there are more
        record Failures(List<Failure> counts) implements Report {}

        record Spenders(List<Spender> spenders) implements Report {}

        record Budgets(List<Standing> standings) implements Report {}

        /// @param said nothing: it was not kept, or not for so long
        record Words(Optional<Transcript> said) implements Report {}

        /// There is no such call, or none that may be seen.
        record Unknown() implements Report {}

        record Forbidden(String message) implements Report {}
    }

    /// Texts of parts that were not asked for are empty.
    record Figure(
            LocalDate day,
            String subject,
            String key,
            String model,
            String group,
            String provider,
            String callType,
            Figures figures) {
        /// Others told apart alike.
        public Figure with(Figures its) {
            return new Figure(day, subject, key, model, group, provider, callType, its);
        }
    }

    /// @param error what went wrong, as entries have it
    /// @param deployment empty where that was not asked for
    /// @param count how often
    record Failure(LocalDate day, String error, String deployment, String apiBase, long count) {}

    /// How a budget stands at the moment.
    ///
    /// @param id of whom it is within its scope; empty: the gateway's
    /// @param duration of its periods; empty: there is one, which does not end
    /// @param spend in the present period
    /// @param resetAt when the next period begins; empty: never
    record Standing(String id, Usd limit, String duration, Usd spend, Optional<Instant> resetAt) {}

    record KeyNames(String alias, String shown, String team) {}

    /// @param id a key's SHA-256, or a user
    /// @param alias a key's alias, or a user's e-mail address
    /// @param shown a key as it is shown
    /// @param max most that may be spent; zero if there is no limit
    record Spender(
            String id, String alias, String shown, String user, String team, Usd spend, Usd max) {}
}
