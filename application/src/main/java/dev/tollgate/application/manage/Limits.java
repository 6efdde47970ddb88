package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.entity.Fields;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which values limits may have, wherever they stand.
final class Limits {
    /// Above it an amount is a slip of the pen, and no longer exact in nano-dollars.
    private static final BigDecimal MOST = new BigDecimal("1000000000");

    private static final List<String> MONEY =
            List.of(
                    "max_budget",
                    "soft_budget",
                    "spend",
                    "temp_budget_increase",
                    "team_member_budget",
                    "max_budget_in_team",
                    "max_budget_in_organization");
    private static final List<String> COUNTS =
            List.of(
                    "tpm_limit",
                    "rpm_limit",
                    "tpd_limit",
                    "max_parallel_requests",
                    "team_member_rpm_limit",
                    "team_member_tpm_limit");
    private static final List<String> PERIODS =
            List.of("budget_duration", "team_member_budget_duration", "rotation_interval");
    private static final List<String> COUNTS_BY_NAME =
            List.of("model_rpm_limit", "model_tpm_limit", "mcp_rpm_limit", "tag_rpm_limit");

    private static final List<String> OF_MODELS =
            List.of("budget_limit", "max_budget", "rpm_limit", "tpm_limit");
    private static final int MOST_TAGS = 100;

    private Limits() {}

    /// What is wrong with the first wrong one.
    static Optional<Refused> check(Fields fields) {
        return Stream.of(
                        MONEY.stream().map(name -> money(name, name, fields)),
                        COUNTS.stream().map(name -> count(name, name, fields)),
                        PERIODS.stream().map(name -> period(name, name, fields)),
                        COUNTS_BY_NAME.stream().map(name -> counts(name, fields)),
                        Stream.of("aliases", "model_aliases").map(name -> names(name, fields)),
                        Stream.of(windows(fields), byModel(fields), tags(fields), increase(fields)))
                .flatMap(each -> each)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// What is wrong with the validity of a key. `-1` means for ever.
    static Optional<Refused> validity(Fields fields) {
        String text = fields.text("duration");
        return text.isEmpty() || forEver(text) || BudgetDuration.parse(text).isPresent()
                ? Optional.empty()
                : refused(
                        "duration",
                        "Invalid duration format: '%s'. Use a format like '30s', '24h', '7d' or '1mo'."
                                .formatted(shown(text)));
    }

    static boolean forEver(String duration) {
        return duration.equals("-1") || duration.equals("none") || duration.equals("null");
    }

    private static Optional<Refused> money(String name, String path, Fields fields) {
        Optional<BigDecimal> amount = fields.number(name);
        if (amount.isPresent() && amount.get().signum() < 0) {
            return refused(
                    path,
                    "%s must be a non-negative finite number. Received: %s"
                            .formatted(path, amount.get().toPlainString()));
        }
        return amount.isPresent() && amount.get().compareTo(MOST) > 0
                ? refused(path, "%s must be at most %s.".formatted(path, MOST.toPlainString()))
                : Optional.empty();
    }

    private static Optional<Refused> count(String name, String path, Fields fields) {
        return fields.number(name).filter(count -> count.signum() < 0).isPresent()
                ? refused(path, path + " must not be negative.")
                : Optional.empty();
    }

    private static Optional<Refused> counts(String name, Fields fields) {
        Fields inner = fields.within(name);
        return inner.names().stream()
                .map(
                        model ->
                                inner.number(model).isEmpty()
                                        ? refused(
                                                name,
                                                "%s must hold a number for each name."
                                                        .formatted(name))
                                        : count(model, name, inner))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refused> period(String name, String path, Fields fields) {
        String text = fields.text(name);
        return text.isEmpty() || BudgetDuration.parse(text).isPresent()
                ? Optional.empty()
                : refused(
                        path,
                        "Invalid %s '%s'. Use a format like '1h', '24h', '7d', or '30d'."
                                .formatted(path, shown(text)));
    }

    private static Optional<Refused> windows(Fields fields) {
        for (Fields window : fields.all("budget_limits")) {
            if (window.number("max_budget").isEmpty() || window.text("budget_duration").isEmpty()) {
                return refused(
                        "budget_limits",
                        "Each of budget_limits needs a max_budget and a budget_duration.");
            }
            Optional<Refused> wrong =
                    money("max_budget", "budget_limits", window)
                            .or(() -> period("budget_duration", "budget_limits", window));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refused> byModel(Fields fields) {
        Fields models = fields.within("model_max_budget");
        return models.names().stream()
                .map(
                        model ->
                                ofModel(
                                        models.number(model).isPresent()
                                                ? Fields.NONE.with(
                                                        "budget_limit", models.get(model))
                                                : models.within(model)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refused> ofModel(Fields its) {
        boolean odd =
                OF_MODELS.stream().anyMatch(name -> its.set(name) && its.number(name).isEmpty());
        if (odd || OF_MODELS.stream().noneMatch(its::set)) {
            return refused(
                    "model_max_budget",
                    "Each of model_max_budget needs a budget_limit and may have a time_period;"
                            + " amounts, and rpm_limit and tpm_limit where they are given, are"
                            + " numbers.");
        }
        return Stream.of(
                        Stream.of("budget_limit", "max_budget")
                                .map(name -> money(name, "model_max_budget", its)),
                        Stream.of("rpm_limit", "tpm_limit")
                                .map(name -> count(name, "model_max_budget", its)),
                        Stream.of("time_period", "budget_duration")
                                .map(name -> period(name, "model_max_budget", its)))
                .flatMap(each -> each)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refused> names(String name, Fields fields) {
        Fields names = fields.within(name);
        return names.names().stream().allMatch(each -> names.get(each) instanceof String)
                ? Optional.empty()
                : refused(name, name + " must hold a model for each name.");
    }

    /// Every call counts for each of its tags.
    private static Optional<Refused> tags(Fields fields) {
        return !fields.set("tags")
                        || fields.get("tags") instanceof List<?> tags && tags.size() <= MOST_TAGS
                ? Optional.empty()
                : refused("tags", "tags must be a list of at most %d texts.".formatted(MOST_TAGS));
    }

    private static Optional<Refused> increase(Fields fields) {
        boolean amount = fields.set("temp_budget_increase");
        boolean end = fields.set("temp_budget_expiry");
        if (amount != end) {
            return refused(
                    amount ? "temp_budget_expiry" : "temp_budget_increase",
                    "temp_budget_increase and temp_budget_expiry go together: give both or none.");
        }
        return end && moment(fields.text("temp_budget_expiry")).isEmpty()
                ? refused(
                        "temp_budget_expiry",
                        "temp_budget_expiry must be a date or a time such as 2027-01-31 or"
                                + " 2027-01-31T12:00:00Z.")
                : Optional.empty();
    }

    /// With the end of a temporary increase written as all moments are.
    static Fields normalised(Fields fields) {
        return moment(fields.text("temp_budget_expiry"))
                .map(end -> fields.with("temp_budget_expiry", end.toString()))
                .orElse(fields);
    }

    /// A moment as callers write it: with or without an offset, or a day, which then begins.
    static Optional<Instant> moment(String text) {
        String written = text.strip().replace(' ', 'T');
        for (String end : List.of("", "Z", "T00:00:00Z")) {
            try {
                return Optional.of(OffsetDateTime.parse(written + end).toInstant());
            } catch (DateTimeException _) {
                // another form may fit
            }
        }
        return Optional.empty();
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static Optional<Refused> refused(String param, String message) {
        return Optional.of(Outcome.invalid(param, message));
    }
}
