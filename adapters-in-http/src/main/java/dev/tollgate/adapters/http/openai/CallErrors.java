package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Failures in the words that clients of the OpenAI API and of LiteLLM know.
final class CallErrors {
    static final int SHOWN = 200;

    /// What a provider may say in an error, in characters.
    private static final int MAX_WORDS = 16 * 1024;

    private CallErrors() {}

    /// @param route the path that was called, for messages that name it
    static ErrorBody of(CallFailure failure, String route) {
        return switch (failure) {
            case CallFailure.UnknownModel unknown -> unknownModel(unknown.model(), route);
            case CallFailure.NoDeployment none -> noDeployment(none);
            case CallFailure.LimitsUsedUp used -> limitsUsedUp(used);
            case CallFailure.NotAllowedByTags tags -> notAllowedByTags(tags);
            case CallFailure.PromptTooLong prompt -> promptTooLong(prompt);
            case CallFailure.ProviderFailed failed -> provider(failed);
            case CallFailure.Refused refused -> Refusals.of(refused.refusal());
            case CallFailure.DeadlineExceeded late ->
                    ErrorBody.of(
                            408,
                            "invalid_request_error",
                            "",
                            "litellm.Timeout: Request timed out. The call's total deadline of %s"
                                            .formatted(seconds(late.deadline()))
                                    + " seconds passed.");
            case CallFailure.ShuttingDown _ ->
                    ErrorBody.of(
                                    503,
                                    "internal_server_error",
                                    "",
                                    "litellm.ServiceUnavailableError: the gateway is shutting"
                                            + " down; try again.")
                            .retryAfter(Duration.ofSeconds(2), true);
            case CallFailure.CallerLeft _ ->
                    ErrorBody.of(499, "invalid_request_error", "", "The caller left.");
            case CallFailure.Bug _ ->
                    ErrorBody.of(500, "internal_server_error", "", "Internal server error.");
        };
    }

    private static ErrorBody unknownModel(String model, String route) {
        if (model.isEmpty()) {
            return ErrorBody.badRequest(
                    "model",
                    route
                            + ": Missing required parameter: 'model'. You passed in model=None."
                            + " Call `/v1/models` to view available models for your key.");
        }
        return ErrorBody.badRequest(
                "model",
                route
                        + ": Invalid model name passed in model="
                        + shown(model)
                        + ". Call `/v1/models` to view available models for your key.");
    }

    private static ErrorBody noDeployment(CallFailure.NoDeployment none) {
        Duration wait = none.retryAfter().isPositive() ? none.retryAfter() : Duration.ofSeconds(1);
        ErrorBody body =
                ErrorBody.of(429, "all_deployments_in_cooldown", "", "").retryAfter(wait, true);
        String message =
                "No deployments available for selected model, Try again in "
                        + body.retryAfterSeconds()
                        + " seconds. Passed model="
                        + shown(none.group())
                        + ". "
                        + reasons(none);
        return body.withMessage(message);
    }

    private static ErrorBody limitsUsedUp(CallFailure.LimitsUsedUp used) {
        String limits =
                used.exclusions().stream()
                        .filter(each -> each.reason() == Exclusion.Reason.RATE_LIMIT)
                        .map(Exclusion::detail)
                        .findFirst()
                        .map(detail -> " " + detail + ".")
                        .orElse("");
        return ErrorBody.of(
                        429,
                        "throttling_error",
                        "",
                        "litellm.RateLimitError: Model rate limit exceeded."
                                + limits
                                + " Passed model="
                                + shown(used.group()))
                .retryAfter(used.retryAfter(), true);
    }

    private static ErrorBody notAllowedByTags(CallFailure.NotAllowedByTags tags) {
        String quoted =
                tags.tags().stream()
                        .map(tag -> "'" + tag + "'")
                        .collect(Collectors.joining(", ", "[", "]"));
        return ErrorBody.of(
                401,
                "auth_error",
                "",
                "Not allowed to access model due to tags configuration. Passed model=%s and tags=%s"
                        .formatted(shown(tags.group()), shown(quoted)));
    }

    private static ErrorBody promptTooLong(CallFailure.PromptTooLong prompt) {
        return ErrorBody.of(
                        400,
                        "invalid_request_error",
                        "messages",
                        "litellm."
                                + errorClass(FailureKind.CONTEXT_WINDOW)
                                + ": The prompt has %d tokens, more than the %d input tokens of %s."
                                        .formatted(prompt.tokens(), prompt.limit(), prompt.model())
                                + " Passed model="
                                + shown(prompt.group()))
                .withProvider("", "context_length_exceeded");
    }

    private static String reasons(CallFailure.NoDeployment none) {
        Map<Exclusion.Reason, Long> counts =
                none.exclusions().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Exclusion::reason,
                                        () -> new EnumMap<>(Exclusion.Reason.class),
                                        Collectors.counting()));
        if (counts.keySet().equals(Set.of(Exclusion.Reason.COOLING_DOWN)) || counts.isEmpty()) {
            return "All deployments for selected model are in cooldown.";
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + describe(entry.getKey()))
                .collect(Collectors.joining(", ", "Of its deployments, ", "."));
    }

    private static String describe(Exclusion.Reason reason) {
        return switch (reason) {
            case COOLING_DOWN -> "cool down";
            case CIRCUIT_OPEN -> "failed and are being tested";
            case UNHEALTHY -> "failed their last health check";
            case TAGS -> "do not fit the request's tags";
            case CONTEXT_WINDOW -> "are too small for the prompt";
            case RATE_LIMIT -> "are at their limit of requests or tokens per minute";
            case BUDGET -> "crossed budget";
            case PARALLEL_LIMIT -> "are at their limit of parallel requests";
            case RETRY_LIMIT -> "were asked again too often lately";
        };
    }

    private static ErrorBody provider(CallFailure.ProviderFailed failed) {
        ProviderFailure failure = failed.failure();
        String message = message(failure) + hint(failure) + history(failed);
        ErrorBody body =
                ErrorBody.of(failure.status(), type(failure.status()), failure.param(), message)
                        .withProvider(failure.type(), failure.code());
        return failure.retryAfter().isPresent()
                ? body.retryAfter(failure.retryAfter().get(), false)
                : body;
    }

    private static String message(ProviderFailure failure) {
        String words = bounded(failure.message(), MAX_WORDS);
        String said =
                failure.provider().isEmpty()
                        ? words
                        : name(failure.provider()) + "Exception - " + words;
        return "litellm." + errorClass(failure.kind()) + ": " + said;
    }

    /// The class name that clients look for, and what stands between it and the provider's words.
    private static String errorClass(FailureKind kind) {
        return switch (kind) {
            case BAD_REQUEST, UNPROCESSABLE -> "BadRequestError";
            case UNSUPPORTED_PARAMS -> "UnsupportedParamsError";
            case CONTEXT_WINDOW ->
                    "ContextWindowExceededError: litellm.BadRequestError:"
                            + " ContextWindowExceededError";
            case CONTENT_POLICY ->
                    "BadRequestError: litellm.ContentPolicyViolationError:"
                            + " ContentPolicyViolationError";
            case AUTHENTICATION -> "AuthenticationError";
            case PERMISSION -> "PermissionDeniedError";
            case NOT_FOUND -> "NotFoundError";
            case TIMEOUT -> "Timeout";
            case RATE_LIMIT -> "RateLimitError";
            case INTERNAL, CONNECTION -> "InternalServerError";
            case BAD_GATEWAY -> "BadGatewayError";
            case UNAVAILABLE -> "ServiceUnavailableError";
            case API -> "APIError";
            case MALFORMED_REPLY -> "APIConnectionError: APIConnectionError";
        };
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "throttling_error";
            default -> status >= 500 ? "internal_server_error" : "invalid_request_error";
        };
    }

    private static String hint(ProviderFailure failure) {
        return switch (failure.kind()) {
            case AUTHENTICATION, PERMISSION ->
                    "\n\nTollgate: it was the provider that refused the gateway's own credential."
                            + " The key you sent to the gateway is valid; its operator has to look"
                            + " at the deployment's api_key.";
            case BAD_REQUEST,
                    UNPROCESSABLE,
                    UNSUPPORTED_PARAMS,
                    CONTEXT_WINDOW,
                    CONTENT_POLICY,
                    NOT_FOUND,
                    TIMEOUT,
                    RATE_LIMIT,
                    INTERNAL,
                    CONNECTION,
                    BAD_GATEWAY,
                    UNAVAILABLE,
                    API,
                    MALFORMED_REPLY ->
                    "";
        };
    }

    /// How often it was tried; other groups' names are nobody's business.
    private static String history(CallFailure.ProviderFailed failed) {
        if (!failed.lastFallback().isEmpty()) {
            return "\n\nTollgate: %d attempts failed, those at the configured fallbacks included."
                    .formatted(failed.attempts());
        }
        return failed.attempts() > 1
                ? "\n\nTollgate: %d attempts failed.".formatted(failed.attempts())
                : "";
    }

    private static String name(String provider) {
        return provider.equals("openai")
                ? "OpenAI"
                : Character.toUpperCase(provider.charAt(0)) + provider.substring(1);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }

    private static String shown(String text) {
        return bounded(text, SHOWN);
    }

    private static String bounded(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
