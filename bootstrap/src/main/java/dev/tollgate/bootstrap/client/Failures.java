package dev.tollgate.bootstrap.client;

import dev.tollgate.adapters.http.envelope.Envelope;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.failure.Refusal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Failures of calls as exceptions.
final class Failures {
    private static final int SHOWN = 200;

    private Failures() {}

    static GatewayException of(Envelope.Rejected rejected) {
        String message = rejected.message();
        int status = rejected.status();
        return switch (status) {
            case 401 -> new GatewayException.Authentication(message, status);
            case 403 -> new GatewayException.PermissionDenied(message, status);
            case 404 -> new GatewayException.NotFound(message, status);
            default -> new GatewayException.BadRequest(message, status, rejected.param());
        };
    }

    static String noModel(String asked) {
        return "no model is named '" + shown(asked) + "'";
    }

    static GatewayException of(CallFailure failure) {
        return switch (failure) {
            case CallFailure.UnknownModel(String model) ->
                    new GatewayException.UnknownModel(noModel(model));
            case CallFailure.NoDeployment(
                            String group,
                            List<Exclusion> exclusions,
                            Duration retryAfter) ->
                    new GatewayException.RateLimited(
                            "none of the deployments of '%s' may be asked now (%d left out)"
                                    .formatted(shown(group), exclusions.size()),
                            429,
                            Optional.of(retryAfter));
            case CallFailure.LimitsUsedUp(String group, _, Duration retryAfter) ->
                    new GatewayException.RateLimited(
                            "the deployments of '%s' have used up this minute's limits"
                                    .formatted(shown(group)),
                            429,
                            Optional.of(retryAfter));
            case CallFailure.NotAllowedByTags(String group, List<String> tags, _) ->
                    new GatewayException.PermissionDenied(
                            "no deployment of '%s' has the tags %s".formatted(shown(group), tags),
                            401);
            case CallFailure.PromptTooLong(_, String model, long tokens, long limit, _) ->
                    new GatewayException.ContextWindowExceeded(
                            "the prompt has %d tokens, more than the %d that %s takes"
                                    .formatted(tokens, limit, model),
                            400,
                            "messages");
            case CallFailure.ProviderFailed failed -> provider(failed);
            case CallFailure.Refused(Refusal refusal) -> refused(refusal);
            case CallFailure.DeadlineExceeded(Duration deadline) ->
                    new GatewayException.Timeout(
                            "the call's total deadline of %.1f s passed"
                                    .formatted(deadline.toMillis() / 1000.0),
                            408);
            case CallFailure.ShuttingDown _ -> new GatewayException.GatewayClosed();
            case CallFailure.CallerLeft _ ->
                    new GatewayException.Cancelled("the call was given up");
            case CallFailure.Bug(Throwable cause) -> bug(cause);
        };
    }

    private static GatewayException bug(Throwable cause) {
        GatewayException bug =
                new GatewayException.ServerError(
                        "the call ended on a bug of the gateway", 500, Optional.empty());
        bug.initCause(cause);
        return bug;
    }

    private static GatewayException refused(Refusal refusal) {
        return switch (refusal) {
            case Refusal.TooManyParallel(String scope, int limit, Duration retryAfter) ->
                    new GatewayException.RateLimited(
                            "%s allows %d calls at once, and as many are running"
                                    .formatted(scope, limit),
                            429,
                            Optional.of(retryAfter));
            case Refusal.LimitReached reached ->
                    new GatewayException.RateLimited(
                            "the limit of %d %s is used up"
                                    .formatted(reached.limit().limit(), reached.limit().kind()),
                            429,
                            Optional.of(reached.retryAfter()));
            case Refusal.ModelNotAllowed(_, String model) ->
                    new GatewayException.PermissionDenied(
                            "the model '%s' is not allowed".formatted(shown(model)), 403);
            case Refusal.CustomerBlocked(String customer) ->
                    new GatewayException.PermissionDenied(
                            "the end user '%s' is blocked".formatted(shown(customer)), 403);
            case Refusal.BudgetSpent spent ->
                    new GatewayException.RateLimited(
                            "a budget of $%s is spent: $%s".formatted(spent.limit(), spent.spent()),
                            429,
                            Optional.of(spent.retryAfter()).filter(Duration::isPositive));
            case Refusal.BudgetReserved reserved ->
                    new GatewayException.RateLimited(
                            "what is left of a budget of $%s is reserved by running calls"
                                    .formatted(reserved.limit()),
                            429,
                            Optional.of(reserved.retryAfter()));
            case Refusal.NotNow(String what, Duration wait) ->
                    new GatewayException.ServerError(what, 503, Optional.of(wait));
            case Refusal.Unpriced(String model) ->
                    new GatewayException.BadRequest(
                            "the price of the model '%s' is not known".formatted(shown(model)),
                            400,
                            "model");
        };
    }

    private static GatewayException provider(CallFailure.ProviderFailed failed) {
        ProviderFailure failure = failed.failure();
        int status = failure.status();
        String message = message(failed);
        return switch (failure.kind()) {
            case BAD_REQUEST, UNSUPPORTED_PARAMS, UNPROCESSABLE ->
                    new GatewayException.BadRequest(message, status, failure.param());
            case CONTEXT_WINDOW ->
                    new GatewayException.ContextWindowExceeded(message, status, failure.param());
            case CONTENT_POLICY ->
                    new GatewayException.ContentPolicyViolation(message, status, failure.param());
            case AUTHENTICATION -> new GatewayException.Authentication(message, status);
            case PERMISSION -> new GatewayException.PermissionDenied(message, status);
            case NOT_FOUND -> new GatewayException.NotFound(message, status);
            case TIMEOUT -> new GatewayException.Timeout(message, status);
            case RATE_LIMIT ->
                    new GatewayException.RateLimited(message, status, failure.retryAfter());
            case UNAVAILABLE, CONNECTION ->
                    new GatewayException.ProviderUnavailable(message, status, failure.retryAfter());
            case INTERNAL, BAD_GATEWAY, MALFORMED_REPLY ->
                    new GatewayException.ServerError(message, status, failure.retryAfter());
            case API ->
                    status < 500
                            ? new GatewayException.BadRequest(message, status, failure.param())
                            : new GatewayException.ServerError(
                                    message, status, failure.retryAfter());
        };
    }

    private static String message(CallFailure.ProviderFailed failed) {
        ProviderFailure failure = failed.failure();
        String who = failure.provider().isEmpty() ? "the provider" : failure.provider();
        String verb = failure.kind() == FailureKind.CONNECTION ? " could not be asked" : " failed";
        String tries = failed.attempts() > 1 ? " after " + failed.attempts() + " attempts" : "";
        return "%s%s with status %d%s: %s"
                .formatted(who, verb, failure.status(), tries, failure.message());
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
