package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.entity.Fields;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What a new or changed object may have at most: the configuration's upper bounds, or what the
/// caller has.
///
/// @param limits the bounds, under the names of what they bound
/// @param reason why something above them is refused
/// @param whose in words, for the refusal
record Bounds(Fields limits, Reason reason, String whose) {
    private static final List<String> NUMBERS =
            List.of("max_budget", "tpm_limit", "rpm_limit", "max_parallel_requests");
    private static final List<String> LENGTHS = List.of("budget_duration", "duration");
    private static final List<String> NAMES = List.of("models", "allowed_routes");

    private static final String GROUPS = "access_group_ids";

    /// What cannot be compared is handed on as it is.
    private static final List<String> SAME =
            List.of(
                    "budget_id",
                    "budget_limits",
                    "model_max_budget",
                    "model_rpm_limit",
                    "model_tpm_limit",
                    "tpd_limit",
                    GROUPS,
                    "guardrails",
                    "enforced_params");

    /// Everything that can be bound.
    static final List<String> ALL =
            Stream.of(NUMBERS, LENGTHS, NAMES, SAME).flatMap(List::stream).toList();

    /// With the bound itself for whatever a new object was not given.
    Fields filled(Fields asked) {
        Fields filled = asked;
        for (String name : limits.names()) {
            if (ALL.contains(name) && limits.says(name) && !filled.says(name)) {
                filled = filled.with(name, limits.get(name));
            }
        }
        return filled;
    }

    /// With the bound itself for whatever a change would clear.
    Fields kept(Fields change) {
        return change.merged(
                filled(change).only(change.names().stream().filter(ALL::contains).toList()));
    }

    /// What of that which is asked for is above the bounds. Fields that are absent are not looked
    /// at; one that is cleared has no limit any more.
    Optional<Refused> exceeded(Fields asked) {
        return Stream.of(
                        NUMBERS.stream().map(name -> number(name, asked)),
                        LENGTHS.stream().map(name -> length(name, asked)),
                        NAMES.stream().map(name -> names(name, asked)),
                        SAME.stream().map(name -> same(name, asked)))
                .flatMap(each -> each)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// Whether a budget would begin anew more often than the one that bounds it: as much in a
    /// shorter time is more.
    Optional<Refused> oftener(Fields asked) {
        Optional<Instant> wanted = end(asked.text("budget_duration"));
        Optional<Instant> least = end(limits.text("budget_duration"));
        boolean bound = limits.set("max_budget") && wanted.isPresent();
        return !bound || least.isPresent() && !wanted.get().isBefore(least.get())
                ? Optional.empty()
                : Optional.of(
                        new Refused(
                                reason,
                                "budget_duration",
                                "budget_duration is shorter than in %s, which is more in all: user_value=%s, least_value=%s"
                                        .formatted(
                                                whose,
                                                asked.text("budget_duration"),
                                                least.isPresent()
                                                        ? limits.text("budget_duration")
                                                        : "None")));
    }

    private Optional<Refused> number(String name, Fields asked) {
        Optional<BigDecimal> most = limits.number(name);
        if (most.isEmpty() || !asked.has(name)) {
            return Optional.empty();
        }
        Optional<BigDecimal> wanted = asked.number(name);
        return wanted.isPresent() && wanted.get().compareTo(most.get()) <= 0
                ? Optional.empty()
                : refused(
                        name,
                        wanted.map(BigDecimal::toPlainString).orElse("None"),
                        most.get().toPlainString());
    }

    private Optional<Refused> length(String name, Fields asked) {
        Optional<Instant> most = end(limits.text(name));
        if (most.isEmpty() || !asked.has(name)) {
            return Optional.empty();
        }
        Optional<Instant> wanted = end(asked.text(name));
        return wanted.isPresent() && !wanted.get().isAfter(most.get())
                ? Optional.empty()
                : refused(
                        name,
                        asked.text(name).isEmpty() ? "None" : asked.text(name),
                        limits.text(name));
    }

    /// Lengths are compared by where they end when they begin at one moment.
    private static Optional<Instant> end(String text) {
        return BudgetDuration.parse(text).map(it -> it.after(Instant.EPOCH, ZoneOffset.UTC));
    }

    private Optional<Refused> names(String name, Fields asked) {
        List<String> allowed = limits.texts(name);
        if (name.equals("models") && allowed.isEmpty() && limits.says(GROUPS)) {
            return other(name, asked);
        }
        if (allowed.isEmpty() || !asked.has(name)) {
            return Optional.empty();
        }
        List<String> wanted = asked.texts(name);
        if (wanted.isEmpty()) {
            return refused(name, "all of them", "a part of them");
        }
        return wanted.stream().allMatch(each -> covered(each, allowed))
                ? Optional.empty()
                : Optional.of(
                        new Refused(reason, name, "%s holds more than %s.".formatted(name, whose)));
    }

    private Optional<Refused> same(String name, Fields asked) {
        if (name.equals(GROUPS) && limits.says("models") && !limits.says(GROUPS)) {
            return other(name, asked);
        }
        boolean bound = limits.says(name) && asked.has(name);
        return !bound || Objects.equals(limits.get(name), asked.get(name))
                ? Optional.empty()
                : different(name);
    }

    /// Models and access groups are one list: where one of them bounds, the other opens it.
    private Optional<Refused> other(String name, Fields asked) {
        return asked.says(name) ? different(name) : Optional.empty();
    }

    private Optional<Refused> different(String name) {
        return Optional.of(
                new Refused(reason, name, "%s is other than in %s.".formatted(name, whose)));
    }

    /// Whether one of the allowed names is this one or a pattern over it.
    private static boolean covered(String wanted, List<String> allowed) {
        return allowed.stream()
                .anyMatch(
                        each ->
                                each.equals(wanted)
                                        || each.endsWith("*")
                                                && wanted.startsWith(
                                                        each.substring(0, each.length() - 1)));
    }

    private Optional<Refused> refused(String name, String wanted, String most) {
        return Optional.of(
                new Refused(
                        reason,
                        name,
                        "%s is over %s: user_value=%s, max_value=%s"
                                .formatted(name, whose, wanted, most)));
    }
}
