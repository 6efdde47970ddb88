package dev.tollgate.adapters.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Failures in Anthropic's words as the gateway's, and the headers that come with them. An
/// overloaded provider (529) is told as 503: that is what OpenAI's SDKs know to retry.
final class MessagesErrors {
    /// More of a body than this tells a reader nothing.
    private static final int LONGEST_MESSAGE = 2000;

    private static final Pattern KEY = Pattern.compile("sk-ant-[A-Za-z0-9_-]{4,}");

    private MessagesErrors() {}

    /// An answer of another status than 200; the body may be anything.
    static ProviderFailure ofStatus(
            DeploymentSettings settings, int status, HeaderLines headers, byte[] body) {
        Optional<JsonNode> error = Json.read(body).flatMap(MessagesErrors::errorOf);
        String type = error.map(e -> Json.string(e, "type")).orElse("");
        String message = error.map(e -> Json.string(e, "message")).orElse("");
        if (message.isBlank()) {
            message = error.isPresent() ? type : plainText(body);
        }
        if (message.isBlank()) {
            message = "The provider answered with status " + status + " and no error message";
        }
        Verdict verdict = verdict(status, type, message);
        return failure(verdict, settings, message, type, headers);
    }

    /// An error object within a stream or within an answer of status 200.
    static ProviderFailure ofErrorObject(
            DeploymentSettings settings, JsonNode holder, HeaderLines headers) {
        Optional<JsonNode> error = errorOf(holder);
        String type = error.map(e -> Json.string(e, "type")).orElse("");
        String message = error.map(e -> Json.string(e, "message")).orElse("");
        if (message.isBlank()) {
            message = type.isBlank() ? "The provider reported an error without a message" : type;
        }
        Verdict verdict = verdict(statusOf(type), type, message);
        return failure(verdict, settings, message, type, headers);
    }

    /// An answer that cannot be used.
    static ProviderFailure malformed(
            DeploymentSettings settings, String message, HeaderLines headers) {
        return new ProviderFailure(
                FailureKind.MALFORMED_REPLY,
                500,
                provider(settings),
                message,
                "api_error",
                "",
                "",
                headers);
    }

    /// A letter of the wrong shape.
    static RefusedLocally wrongShape(DeploymentSettings settings, String field, String rule) {
        return new RefusedLocally(
                new ProviderFailure(
                        FailureKind.BAD_REQUEST,
                        400,
                        provider(settings),
                        "'" + field + "' " + rule,
                        "invalid_request_error",
                        "",
                        field,
                        HeaderLines.NONE));
    }

    /// Parameters that Claude does not have.
    static RefusedLocally unsupported(
            DeploymentSettings settings, List<String> names, String model) {
        String list = "['" + String.join("', '", names) + "']";
        return new RefusedLocally(
                new ProviderFailure(
                        FailureKind.UNSUPPORTED_PARAMS,
                        400,
                        provider(settings),
                        provider(settings)
                                + " does not support parameters: "
                                + list
                                + ", for model="
                                + model
                                + ". To drop these, set `litellm_settings: drop_params: true`, or"
                                + " `drop_params: true` for the deployment or in the request. To"
                                + " send them anyway, name them in `allowed_openai_params`.",
                        "invalid_request_error",
                        "",
                        names.getFirst(),
                        HeaderLines.NONE));
    }

    static String provider(DeploymentSettings settings) {
        return settings.provider().isEmpty() ? "anthropic" : settings.provider();
    }

    private record Verdict(FailureKind kind, int status) {}

    private static ProviderFailure failure(
            Verdict verdict,
            DeploymentSettings settings,
            String message,
            String type,
            HeaderLines headers) {
        return new ProviderFailure(
                verdict.kind(),
                verdict.status(),
                provider(settings),
                masked(message, settings.apiKey()),
                type,
                "",
                "",
                headers);
    }

    private static Optional<JsonNode> errorOf(JsonNode body) {
        JsonNode error = body.path("error");
        if (error.isObject()) {
            return Optional.of(error);
        }
        if (error.isTextual()) {
            return Optional.of(Json.object().put("message", error.textValue()));
        }
        return body.path("message").isTextual() ? Optional.of(body) : Optional.empty();
    }

    private static Verdict verdict(int status, String type, String message) {
        String text = message.toLowerCase(Locale.ROOT);
        boolean refused = status == 400 || status == 413 || status == 422;
        if (refused && isContextWindow(text)) {
            return new Verdict(FailureKind.CONTEXT_WINDOW, 400);
        }
        if (refused && text.contains("content filtering policy")) {
            return new Verdict(FailureKind.CONTENT_POLICY, 400);
        }
        if (refused && text.contains("invalid api key")) {
            return new Verdict(FailureKind.AUTHENTICATION, 401);
        }
        if (status >= 500 && type.equals("overloaded_error")) {
            return new Verdict(FailureKind.UNAVAILABLE, 503);
        }
        return switch (status) {
            case 400 -> new Verdict(FailureKind.BAD_REQUEST, 400);
            case 401 -> new Verdict(FailureKind.AUTHENTICATION, 401);
            case 403 -> new Verdict(FailureKind.PERMISSION, 403);
            case 404 -> new Verdict(FailureKind.NOT_FOUND, 404);
            case 408, 504 -> new Verdict(FailureKind.TIMEOUT, status);
            case 413 -> new Verdict(FailureKind.BAD_REQUEST, 400);
            case 422 -> new Verdict(FailureKind.UNPROCESSABLE, 422);
            case 429 -> new Verdict(FailureKind.RATE_LIMIT, 429);
            case 500 -> new Verdict(FailureKind.INTERNAL, 500);
            case 502 -> new Verdict(FailureKind.BAD_GATEWAY, 502);
            case 503, 529 -> new Verdict(FailureKind.UNAVAILABLE, 503);
            default ->
                    status >= 400 && status <= 599
                            ? new Verdict(FailureKind.API, status)
                            // a redirect or an empty success is nothing a caller could act on
                            : new Verdict(FailureKind.MALFORMED_REPLY, 500);
        };
    }

    private static boolean isContextWindow(String text) {
        return text.contains("prompt is too long")
                || text.contains("prompt: length")
                || text.contains("exceed context limit")
                || text.contains("exceeds the maximum number of tokens allowed")
                || text.contains("exceed the context window");
    }

    private static int statusOf(String type) {
        return switch (type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }

    /// A body that is no error JSON, as text; markup is left out.
    private static String plainText(byte[] body) {
        int length = Math.min(body.length, LONGEST_MESSAGE);
        String text = new String(body, 0, length, StandardCharsets.UTF_8).strip();
        return text.startsWith("<") ? "" : text;
    }

    private static String masked(String message, Secret key) {
        String text =
                message.length() > LONGEST_MESSAGE
                        ? message.substring(0, LONGEST_MESSAGE) + "…"
                        : message;
        if (key.reveal().length() >= 8) {
            text = text.replace(key.reveal(), "***");
        }
        return KEY.matcher(text).replaceAll("***");
    }

    /// The provider's headers with its rate limits under OpenAI's names as well; reset times become
    /// durations in seconds, as OpenAI writes them.
    static HeaderLines normalised(HeaderLines headers, Instant now) {
        List<String> lines = new ArrayList<>();
        List<String> added = new ArrayList<>();
        headers.forEach(
                (name, value) -> {
                    lines.add(name);
                    lines.add(value);
                    String lower = name.toLowerCase(Locale.ROOT);
                    String prefix = "anthropic-ratelimit-";
                    int dash = lower.lastIndexOf('-');
                    if (!lower.startsWith(prefix) || dash <= prefix.length()) {
                        return;
                    }
                    String what = lower.substring(prefix.length(), dash);
                    String which = lower.substring(dash + 1);
                    String openai = "x-ratelimit-" + which + "-" + what;
                    if (isMeter(what, which) && headers.first(openai).isEmpty()) {
                        added.add(openai);
                        added.add(which.equals("reset") ? untilReset(value, now) : value);
                    }
                });
        if (added.isEmpty()) {
            return headers;
        }
        lines.addAll(added);
        return HeaderLines.of(lines);
    }

    private static boolean isMeter(String what, String which) {
        return List.of("requests", "tokens", "input-tokens", "output-tokens").contains(what)
                && List.of("limit", "remaining", "reset").contains(which);
    }

    private static String untilReset(String time, Instant now) {
        try {
            Duration left = Duration.between(now, Instant.parse(time));
            return Math.max(0, left.plusMillis(999).toSeconds()) + "s";
        } catch (DateTimeParseException | ArithmeticException _) {
            return time;
        }
    }
}
