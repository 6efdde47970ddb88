package dev.tollgate.application.access;

import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.money.Usd;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the budgets and limits that the fields of a key, user, team, … state.
public final class LimitFields {
    /// What a budget row gives to those who refer to it.
    static final List<String> OF_BUDGETS =
            List.of(
                    "max_budget",
                    "soft_budget",
                    "budget_duration",
                    "max_parallel_requests",
                    "tpm_limit",
                    "rpm_limit",
                    "model_max_budget");

    private final Subject subject;
    private final Fields fields;

    public LimitFields(Subject subject, Fields fields) {
        this.subject = subject;
        this.fields = fields;
    }

    /// All that are stated: the main one, the soft one, further windows, and those of single
    /// models.
    public List<Budget> budgets() {
        List<Budget> budgets = new ArrayList<>();
        money(fields, "max_budget").ifPresent(max -> budgets.add(main(max)));
        money(fields, "soft_budget")
                .map(max -> Budget.soft(subject, max, duration(fields, "budget_duration")))
                .ifPresent(budgets::add);
        for (Fields window : fields.all("budget_limits")) {
            budget(subject, window).ifPresent(budgets::add);
        }
        Fields models = fields.within("model_max_budget");
        for (String model : models.names()) {
            Subject its = subject.onModel(model);
            if (models.get(model) instanceof BigDecimal max && max.signum() >= 0) {
                budgets.add(new Budget(its, Usd.of(max), Optional.empty()));
            } else {
                budget(its, models.within(model)).ifPresent(budgets::add);
            }
        }
        return budgets;
    }

    private Budget main(Usd max) {
        Fields metadata = fields.within("metadata");
        Fields increased = fields.set("temp_budget_increase") ? fields : metadata;
        return new Budget(
                subject,
                max,
                duration(fields, "budget_duration"),
                money(increased, "temp_budget_increase").orElse(Usd.ZERO),
                instant(increased, "temp_budget_expiry").orElse(Instant.EPOCH),
                false);
    }

    private static Optional<Budget> budget(Subject subject, Fields stated) {
        return money(stated, "budget_limit")
                .or(() -> money(stated, "max_budget"))
                .map(
                        max ->
                                new Budget(
                                        subject,
                                        max,
                                        duration(stated, "time_period")
                                                .or(() -> duration(stated, "budget_duration"))));
    }

    /// Requests, tokens and parallel calls, in all and for single models.
    public List<RateLimit> limits() {
        List<RateLimit> limits = new ArrayList<>();
        add(limits, subject, RateLimit.Kind.REQUESTS, fields, "rpm_limit");
        add(limits, subject, RateLimit.Kind.TOKENS, fields, "tpm_limit");
        add(limits, subject, RateLimit.Kind.PARALLEL, fields, "max_parallel_requests");
        perModel(limits, RateLimit.Kind.REQUESTS, "model_rpm_limit", "rpm_limit");
        perModel(limits, RateLimit.Kind.TOKENS, "model_tpm_limit", "tpm_limit");
        return limits;
    }

    /// @param name of the limits by model
    /// @param beside what stands for them beside the model's budget
    private void perModel(List<RateLimit> limits, RateLimit.Kind kind, String name, String beside) {
        Fields models =
                fields.set(name) ? fields.within(name) : fields.within("metadata").within(name);
        for (String model : models.names()) {
            add(limits, subject.onModel(model), kind, models, model);
        }
        Fields budgets = fields.within("model_max_budget");
        for (String model : budgets.names()) {
            if (!models.set(model)) {
                add(limits, subject.onModel(model), kind, budgets.within(model), beside);
            }
        }
    }

    private static void add(
            List<RateLimit> limits,
            Subject subject,
            RateLimit.Kind kind,
            Fields from,
            String name) {
        from.number(name)
                .filter(limit -> limit.signum() >= 0)
                .ifPresent(limit -> limits.add(new RateLimit(subject, kind, limit.longValue())));
    }

    private static Optional<Usd> money(Fields from, String name) {
        return from.number(name).filter(amount -> amount.signum() >= 0).map(Usd::of);
    }

    private static Optional<BudgetDuration> duration(Fields from, String name) {
        return BudgetDuration.parse(from.text(name));
    }

    static Optional<Instant> instant(Fields from, String name) {
        try {
            return Optional.of(from.text(name)).filter(text -> !text.isEmpty()).map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
