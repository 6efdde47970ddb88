package dev.tollgate.application.call;

import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Status;

/// Failures as the ledger has them: what went wrong in short, and what there is to say about it.
final class FailureWords {
    private FailureWords() {}

    /// Of an attempt: the provider's own words.
    static Outcome of(ProviderFailure failure) {
        return Outcome.failed(Status.FAILURE, shortly(failure), failure.message());
    }

    private static String shortly(ProviderFailure failure) {
        return failure.kind() + " " + failure.status();
    }

    static Outcome of(CallFailure failure) {
        return switch (failure) {
            case CallFailure.Refused(Refusal reason) ->
                    Outcome.failed(
                            Status.REFUSED, reason.getClass().getSimpleName(), words(reason));
            case CallFailure.ProviderFailed failed -> of(failed.failure());
            case CallFailure.UnknownModel _,
                    CallFailure.NoDeployment _,
                    CallFailure.LimitsUsedUp _,
                    CallFailure.NotAllowedByTags _,
                    CallFailure.PromptTooLong _,
                    CallFailure.DeadlineExceeded _,
                    CallFailure.ShuttingDown _,
                    CallFailure.CallerLeft _,
                    CallFailure.Bug _ ->
                    Outcome.failed(
                            Status.FAILURE, failure.getClass().getSimpleName(), words(failure));
        };
    }

    private static String words(CallFailure failure) {
        return switch (failure) {
            case CallFailure.UnknownModel(String model) ->
                    "Invalid model name passed in model=" + model;
            case CallFailure.NoDeployment none ->
                    "No deployments available for model=" + none.group();
            case CallFailure.LimitsUsedUp used ->
                    "Model rate limit exceeded for model=" + used.group();
            case CallFailure.NotAllowedByTags tags ->
                    "Not allowed to access model due to tags configuration: model=%s, tags=%s"
                            .formatted(tags.group(), tags.tags());
            case CallFailure.PromptTooLong prompt ->
                    "The prompt has %d tokens, more than the %d of %s."
                            .formatted(prompt.tokens(), prompt.limit(), prompt.model());
            case CallFailure.DeadlineExceeded(var deadline) ->
                    "Request timed out: the call's total deadline of %s passed."
                            .formatted(deadline);
            case CallFailure.ShuttingDown _ -> "The gateway was shutting down.";
            case CallFailure.CallerLeft _ -> "The caller left.";
            case CallFailure.Bug _ -> "Internal server error.";
            case CallFailure.Refused(Refusal reason) -> words(reason);
            case CallFailure.ProviderFailed failed -> failed.failure().message();
        };
    }

    private static String words(Refusal refusal) {
        return switch (refusal) {
            case Refusal.TooManyParallel many ->
                    "Rate limit exceeded for %s: %d calls at once."
                            .formatted(many.scope(), many.limit());
            case Refusal.LimitReached reached ->
                    "Rate limit exceeded for %s %s: %d %s per minute."
                            .formatted(
                                    reached.limit().subject().scope(),
                                    reached.shown(),
                                    reached.limit().limit(),
                                    reached.limit().kind());
            case Refusal.ModelNotAllowed(var owner, var model) ->
                    "The %s is not allowed to access model=%s.".formatted(owner, model);
            case Refusal.CustomerBlocked(var customer) ->
                    "End User=%s is blocked.".formatted(customer);
            case Refusal.BudgetSpent spent ->
                    "Budget has been exceeded! %s %s Current cost: %s, Max budget: %s."
                            .formatted(
                                    spent.subject().scope(),
                                    spent.shown(),
                                    spent.spent(),
                                    spent.limit());
            case Refusal.BudgetReserved reserved ->
                    "What is left of the budget of %s %s is reserved by calls that are running."
                            .formatted(reserved.subject().scope(), reserved.shown());
            case Refusal.NotNow(var what, _) -> "Service Unavailable: " + what;
            case Refusal.Unpriced(var model) ->
                    "The price of the model '%s' is not known.".formatted(model);
        };
    }
}
