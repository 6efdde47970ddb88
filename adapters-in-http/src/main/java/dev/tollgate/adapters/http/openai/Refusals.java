package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What the gateway itself refuses, in the words that clients of LiteLLM know.
final class Refusals {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Refusals() {}

    static ErrorBody of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.TooManyParallel many -> tooManyParallel(many);
            case Refusal.LimitReached reached -> limitReached(reached);
            case Refusal.ModelNotAllowed(var owner, var model) -> modelNotAllowed(owner, model);
            case Refusal.CustomerBlocked(String customer) ->
                    ErrorBody.of(
                            401,
                            "auth_error",
                            "user",
                            "Authentication Error, End User=%s is blocked. Update via `/customer/unblock` if you're an admin."
                                    .formatted(shown(customer)));
            case Refusal.BudgetSpent spent -> budgetSpent(spent);
            case Refusal.BudgetReserved reserved -> budgetReserved(reserved);
            case Refusal.NotNow(String what, Duration wait) ->
                    ErrorBody.of(
                                    503,
                                    "no_db_connection",
                                    "",
                                    "Service Unavailable: " + what + ". Try again.")
                            .retryAfter(wait, true);
            case Refusal.Unpriced(String model) ->
                    ErrorBody.badRequest(
                            "model",
                            "The price of the model '%s', or of a tool that it is to use, is not"
                                            .formatted(shown(model))
                                    + " known: this call is not allowed without one. The gateway's"
                                    + " operator has to state it (input_cost_per_token, …).");
        };
    }

    private static ErrorBody tooManyParallel(Refusal.TooManyParallel many) {
        return ErrorBody.of(
                        429,
                        "throttling_error",
                        "",
                        "Rate limit exceeded for %s. Limit type: max_parallel_requests."
                                        .formatted(many.scope())
                                + " Current limit: %d, Remaining: 0.".formatted(many.limit()))
                .retryAfter(many.retryAfter(), true);
    }

    private static ErrorBody limitReached(Refusal.LimitReached reached) {
        RateLimit limit = reached.limit();
        String kind = kind(limit.kind());
        String resetAt = UTC.format(reached.resetAt());
        return ErrorBody.of(
                        429,
                        "throttling_error",
                        "",
                        "Rate limit exceeded for %s: %s. Limit type: %s. Current limit: %d, Remaining: %d. Limit resets at: %s"
                                .formatted(
                                        scope(limit.subject()),
                                        shown(reached.shown()),
                                        kind,
                                        limit.limit(),
                                        reached.remaining(),
                                        resetAt))
                .retryAfter(reached.retryAfter(), true)
                .with(Map.of(), Map.of("rate_limit_type", kind, "reset_at", resetAt));
    }

    static String kind(RateLimit.Kind kind) {
        return switch (kind) {
            case REQUESTS -> "requests";
            case TOKENS -> "tokens";
            case PARALLEL -> "max_parallel_requests";
        };
    }

    static String scope(Subject subject) {
        String its =
                switch (subject.scope()) {
                    case KEY -> "api_key";
                    case CUSTOMER -> "end_user";
                    case GLOBAL, ORGANIZATION, TEAM, TEAM_MEMBER, USER, TAG, PROVIDER, DEPLOYMENT ->
                            subject.scope().name().toLowerCase(Locale.ROOT);
                };
        return subject.model().isEmpty() ? its : "model_per_" + its;
    }

    private static ErrorBody modelNotAllowed(ModelAccess.Owner owner, String model) {
        String type =
                switch (owner) {
                    case KEY -> "key_model_access_denied";
                    case TEAM -> "team_model_access_denied";
                    case USER -> "user_model_access_denied";
                    case ORGANIZATION -> "org_model_access_denied";
                };
        return ErrorBody.of(
                403,
                type,
                "model",
                "The requested model '%s' is not available for this API key, or the model name is invalid: the %s is not allowed to access model. Call `/v1/models` to see the models available to you."
                        .formatted(shown(model), owner.name().toLowerCase(Locale.ROOT)));
    }

    private static ErrorBody budgetSpent(Refusal.BudgetSpent spent) {
        Map<String, String> members = members(spent.subject(), spent.shown());
        members.put("reset_at", spent.resetAt().map(Instant::toString).orElse(""));
        return ErrorBody.of(
                        ErrorStyle.OVER_BUDGET,
                        "budget_exceeded",
                        "",
                        words(spent) + left(spent) + " " + reset(spent))
                .noRetry(spent.retryAfter())
                .with(members, Map.of());
    }

    private static String left(Refusal.BudgetSpent spent) {
        return spent.spent().compareTo(spent.limit()) < 0
                ? " What is left does not pay for this call."
                : "";
    }

    private static Map<String, String> members(Subject subject, String shown) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("budget_scope", subject.scope().name().toLowerCase(Locale.ROOT));
        members.put("budget_entity_id", shown);
        if (!subject.model().isEmpty()) {
            members.put("budget_model", subject.model());
        }
        return members;
    }

    /// Each scope has its own fragment, which monitoring rules match on.
    private static String words(Refusal.BudgetSpent spent) {
        String id = shown(spent.shown());
        String amounts =
                "Current cost: %s, Max budget: %s.".formatted(spent.spent(), spent.limit());
        String figures = "Spend=%s, Budget=%s.".formatted(spent.spent(), spent.limit());
        Subject subject = spent.subject();
        if (!subject.model().isEmpty()) {
            return "%s: %s exceeded budget for model=%s. %s"
                    .formatted(entity(subject.scope()), id, shown(subject.model()), figures);
        }
        return switch (subject.scope()) {
            case KEY -> "Budget has been exceeded! Key=" + id + " " + amounts;
            case TEAM -> "Budget has been exceeded! Team=" + id + " " + amounts;
            case TEAM_MEMBER -> "Budget has been exceeded! User=" + member(id) + " " + amounts;
            case USER -> "ExceededBudget: User=%s over budget. %s".formatted(id, figures);
            case CUSTOMER -> "ExceededBudget: End User=%s over budget. %s".formatted(id, figures);
            case TAG, ORGANIZATION, PROVIDER, DEPLOYMENT ->
                    "Budget has been exceeded! %s=%s %s"
                            .formatted(entity(subject.scope()), id, amounts);
            case GLOBAL -> "Budget has been exceeded! The gateway's own. " + amounts;
        };
    }

    /// `team/user` as `user in Team=team`.
    private static String member(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? id : id.substring(slash + 1) + " in Team=" + id.substring(0, slash);
    }

    private static String entity(Scope scope) {
        return switch (scope) {
            case GLOBAL -> "LiteLLM Gateway";
            case ORGANIZATION -> "Organization";
            case TEAM -> "LiteLLM Team";
            case TEAM_MEMBER -> "LiteLLM Team Member";
            case USER -> "LiteLLM User";
            case KEY -> "LiteLLM Virtual Key";
            case CUSTOMER -> "LiteLLM End User";
            case TAG -> "Tag";
            case PROVIDER -> "Provider";
            case DEPLOYMENT -> "Deployment";
        };
    }

    private static String reset(Refusal.BudgetSpent spent) {
        return spent.resetAt()
                .map(at -> "The budget begins anew at %s, each %s.".formatted(at, spent.window()))
                .orElse("The budget does not reset: it has to be raised.");
    }

    private static ErrorBody budgetReserved(Refusal.BudgetReserved reserved) {
        return ErrorBody.of(
                        429,
                        "budget_reserved",
                        "",
                        "What is left of the budget of %s %s (%s in all) is reserved by calls that are running. Try again when one has ended."
                                .formatted(
                                        entity(reserved.subject().scope()),
                                        shown(reserved.shown()),
                                        dollars(reserved.limit())))
                .retryAfter(reserved.retryAfter(), true)
                .with(members(reserved.subject(), reserved.shown()), Map.of());
    }

    private static String dollars(Usd amount) {
        return "$" + amount;
    }

    private static String shown(String text) {
        return text.length() <= CallErrors.SHOWN ? text : text.substring(0, CallErrors.SHOWN) + "…";
    }
}
