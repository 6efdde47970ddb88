package dev.tollgate.adapters.providers.openai;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Sorts the errors of OpenAI and of those who speak like it, whatever their body looks like.
public final class OpenAiErrors {
    private static final int MAX_BODY = 256 * 1024;
    private static final int MAX_TEXT = 4000;
    private static final int MAX_PLAIN_TEXT = 500;

    private static final List<String> TIMEOUTS =
            List.of(
                    "request timeout error",
                    "request timed out",
                    "timed out generating response",
                    "the read operation timed out",
                    "a timeout occurred");
    private static final List<String> CONTEXT =
            List.of(
                    "exceed context limit",
                    "this model's maximum context length is",
                    "string too long. expected a string with maximum length",
                    "model's maximum context limit",
                    "is longer than the model's context length",
                    "input tokens exceed the configured limit",
                    "`inputs` tokens + `max_new_tokens` must be",
                    "exceeds the available context size",
                    "exceeds the maximum number of tokens allowed",
                    "prompt has too many tokens",
                    "input is too long for requested model");
    private static final List<String> POLICY =
            List.of(
                    "content_policy_violation",
                    "violating our usage policy",
                    "request was rejected as a result of the safety system",
                    "request was rejected as a result of our safety system",
                    "your task failed as a result of our safety system",
                    "responsibleaipolicyviolation",
                    "filtered due to the prompt triggering azure openai's content management",
                    "the model produced invalid content",
                    "content_filter_policy");
    private static final Pattern RATE_LIMIT = Pattern.compile("rate[\\s_-]*limit");
    private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");

    private OpenAiErrors() {}

    /// An answer of another status than 200; the body may be anything.
    public static ProviderFailure of(
            DeploymentSettings settings, int status, HeaderLines headers, byte[] body) {
        JsonNode json = parse(body, 0, body.length);
        if (json == null) {
            return classify(settings, status, headers, plain(status, headers, body));
        }
        return classify(settings, status, headers, Told.by(json));
    }

    /// An error object where an answer was expected: in a body of status 200, or in a stream. Its
    /// own code is the status, where it has one.
    public static ProviderFailure embedded(
            DeploymentSettings settings, HeaderLines headers, byte[] json, int offset, int length) {
        JsonNode node = parse(json, offset, length);
        Told told =
                node == null
                        ? plain(
                                500,
                                HeaderLines.NONE,
                                Arrays.copyOfRange(json, offset, offset + length))
                        : Told.by(node);
        return classify(settings, embeddedStatus(told), headers, told);
    }

    private static int embeddedStatus(Told told) {
        for (String candidate : List.of(told.code(), told.status())) {
            if (STATUS.matcher(candidate).matches()) {
                return Integer.parseInt(candidate);
            }
        }
        String hint = (told.type() + " " + told.code()).toLowerCase(Locale.ROOT);
        if (hint.contains("rate_limit") || hint.contains("insufficient_quota")) {
            return 429;
        }
        if (hint.contains("authentication") || hint.contains("invalid_api_key")) {
            return 401;
        }
        if (hint.contains("permission")) {
            return 403;
        }
        if (hint.contains("not_found")) {
            return 404;
        }
        if (hint.contains("invalid_request") || hint.contains("context_length")) {
            return 400;
        }
        return hint.contains("overloaded") ? 503 : 500;
    }

    private static ProviderFailure classify(
            DeploymentSettings settings, int status, HeaderLines headers, Told told) {
        FailureKind kind = kind(status, told);
        int answered =
                switch (kind) {
                    case CONTEXT_WINDOW, CONTENT_POLICY -> 400;
                    case RATE_LIMIT -> 429;
                    case NOT_FOUND -> 404;
                    case TIMEOUT -> status == 504 ? 504 : 408;
                    case BAD_REQUEST,
                            UNSUPPORTED_PARAMS,
                            AUTHENTICATION,
                            PERMISSION,
                            UNPROCESSABLE,
                            INTERNAL,
                            BAD_GATEWAY,
                            UNAVAILABLE,
                            API,
                            CONNECTION,
                            MALFORMED_REPLY ->
                            status >= 400 && status <= 599 ? status : 500;
                };
        String message = told.message().isEmpty() ? silent(status) : told.message();
        return new ProviderFailure(
                kind,
                answered,
                settings.provider(),
                Masks.mask(cut(message, MAX_TEXT), settings),
                cut(told.type(), 200),
                cut(told.code(), 200),
                cut(told.param(), 200),
                headers);
    }

    private static FailureKind kind(int status, Told told) {
        String text = (told.message() + ' ' + told.all()).toLowerCase(Locale.ROOT);
        boolean answersTheLetter = status != 401 && status != 403 && status != 404;
        if (containsAny(text, TIMEOUTS) && status != 400) {
            return FailureKind.TIMEOUT;
        }
        if (containsAny(text, POLICY) || told.code().equals("content_filter")) {
            return FailureKind.CONTENT_POLICY;
        }
        if (text.contains("model_not_found") || text.contains("deploymentnotfound")) {
            return FailureKind.NOT_FOUND;
        }
        if (status == 429 || text.contains("request too large")) {
            return FailureKind.RATE_LIMIT;
        }
        if (answersTheLetter && contextTooLong(told, text)) {
            return FailureKind.CONTEXT_WINDOW;
        }
        if (status == 400 && RATE_LIMIT.matcher(text).find()) {
            return FailureKind.RATE_LIMIT;
        }
        return byStatus(status);
    }

    private static boolean contextTooLong(Told told, String text) {
        if (told.code().equals("context_length_exceeded")) {
            return true;
        }
        if (text.contains("string_above_max_length")) {
            return false;
        }
        return containsAny(text, CONTEXT)
                || (text.contains("current length is") && text.contains("while limit is"))
                || (text.contains("maximum input length is") && text.contains("tokens"));
    }

    private static FailureKind byStatus(int status) {
        return switch (status) {
            case 400, 405, 413, 422 -> FailureKind.BAD_REQUEST;
            case 401 -> FailureKind.AUTHENTICATION;
            case 403 -> FailureKind.PERMISSION;
            case 404 -> FailureKind.NOT_FOUND;
            case 408, 504, 524 -> FailureKind.TIMEOUT;
            case 500 -> FailureKind.INTERNAL;
            case 502 -> FailureKind.BAD_GATEWAY;
            case 503 -> FailureKind.UNAVAILABLE;
            default -> status < 400 ? FailureKind.MALFORMED_REPLY : FailureKind.API;
        };
    }

    private static boolean containsAny(String text, List<String> needles) {
        for (String needle : needles) {
            if (text.contains(needle)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable JsonNode parse(byte[] body, int offset, int length) {
        if (length == 0 || length > MAX_BODY) {
            return null;
        }
        try {
            JsonNode node = Trees.MAPPER.readTree(body, offset, length);
            return node != null && node.isContainerNode() ? node : null;
        } catch (IOException _) {
            return null;
        }
    }

    /// Text a person wrote is passed on; pages made for browsers are not.
    private static Told plain(int status, HeaderLines headers, byte[] body) {
        String type = headers.first("content-type").orElse("").toLowerCase(Locale.ROOT);
        String text =
                new String(body, 0, Math.min(body.length, MAX_BODY), StandardCharsets.UTF_8)
                        .strip();
        boolean page = type.contains("html") || text.startsWith("<") || type.contains("octet");
        return new Told(
                page || text.isEmpty() ? silent(status) : cut(printable(text), MAX_PLAIN_TEXT),
                "",
                "",
                "",
                "");
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(MAX_PLAIN_TEXT)
                .filter(c -> c == '\n' || !Character.isISOControl(c))
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String silent(int status) {
        return "The provider answered with status %d and no message.".formatted(status);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    /// What an error body says.
    ///
    /// @param status a status it names beside its code
    private record Told(
            String message, String type, String code, String param, String status, String all) {
        Told(String message, String type, String code, String param, String status) {
            this(message, type, code, param, status, "");
        }

        static Told by(JsonNode body) {
            JsonNode node = body.isArray() && !body.isEmpty() ? body.get(0) : body;
            JsonNode error = node.path("error");
            if (error.isTextual()) {
                return new Told(
                        error.textValue(),
                        text(node, "type"),
                        text(node, "code"),
                        text(node, "param"),
                        text(node, "status"),
                        "");
            }
            JsonNode source = error.isObject() && !error.isEmpty() ? error : node;
            return new Told(
                    message(source, node),
                    text(source, "type"),
                    text(source, "code"),
                    text(source, "param"),
                    text(source, "status"),
                    text(source, "code") + ' ' + text(source.path("innererror"), "code"));
        }

        private static String message(JsonNode source, JsonNode node) {
            for (String name : List.of("message", "detail", "error_description", "msg", "title")) {
                String text = text(source, name);
                if (!text.isEmpty()) {
                    return text;
                }
            }
            JsonNode detail = source.path("detail");
            if (detail.isArray() && !detail.isEmpty()) {
                return text(detail.get(0), "msg");
            }
            JsonNode errors = node.path("errors");
            if (errors.isArray() && !errors.isEmpty()) {
                JsonNode first = errors.get(0);
                return first.isTextual() ? first.textValue() : text(first, "message");
            }
            return "";
        }

        private static String text(JsonNode node, String name) {
            JsonNode value = node.path(name);
            return value.isTextual() || value.isNumber() ? value.asText() : "";
        }
    }
}
