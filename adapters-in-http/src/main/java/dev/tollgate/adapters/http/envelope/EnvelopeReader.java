package dev.tollgate.adapters.http.envelope;

import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.MockedFailure;
import dev.tollgate.domain.call.ModelCall;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the envelope of a call from the caller's bytes in one pass. Stateless and thread-safe.
public final class EnvelopeReader {
    /// More top-level fields than any request has.
    private static final int MAX_FIELDS = 1000;

    private static final String INVALID_REQUEST = "invalid_request_error";

    private final boolean mockTesting;

    /// @param mockTesting whether callers may ask for failures with `mock_testing_…` fields
    public EnvelopeReader(boolean mockTesting) {
        this.mockTesting = mockTesting;
    }

    /// Makes a call of the bytes, or says which field is at fault.
    ///
    /// @param body the whole body; becomes the letter and must not be changed any more
    /// @param pathModel the model named by the path, which beats the body's; empty if none
    public Envelope read(
            byte[] body,
            Dialect dialect,
            String pathModel,
            CallHeaders headers,
            String callId,
            Caller caller) {
        try {
            return readFields(withoutMark(body), dialect, pathModel, headers, callId, caller);
        } catch (BadJson e) {
            return rejected("request_body", "Invalid JSON payload: " + e.getMessage());
        } catch (BadField e) {
            return e.rejection();
        }
    }

    private Envelope readFields(
            byte[] body,
            Dialect dialect,
            String pathModel,
            CallHeaders headers,
            String callId,
            Caller caller) {
        JsonScanner json = new JsonScanner(body);
        List<Field> fields = fields(json, body, dialect);
        Facts facts = new Facts(json, body);
        for (Field field : fields) {
            take(facts, field);
        }
        require(dialect, facts);
        String model = pathModel.isEmpty() ? facts.model : pathModel;
        return new Envelope.Read(
                new ModelCall(
                        callId,
                        caller,
                        model,
                        facts.streaming,
                        facts.streamUsage,
                        Overrides.of(facts, headers),
                        facts.outputWish(),
                        facts.attribution(headers),
                        headers.forwarded(model),
                        headers.userAgent(),
                        new Letter(dialect, body, fields)));
    }

    /// A leading byte order mark is tolerated, but not sent on.
    private static byte[] withoutMark(byte[] body) {
        boolean marked =
                body.length >= 3
                        && body[0] == (byte) 0xef
                        && body[1] == (byte) 0xbb
                        && body[2] == (byte) 0xbf;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    private static List<Field> fields(JsonScanner json, byte[] body, Dialect dialect) {
        int p = json.space(0);
        if (p == body.length) {
            throw missing(dialect, required(dialect));
        }
        if (json.at(p) != '{') {
            int behind = json.space(json.value(p));
            throw behind < body.length
                    ? json.unexpected(behind, "the end of the body")
                    : new BadField("request_body", "The request body must be a JSON object.");
        }
        Field[] found = new Field[16];
        int count = 0;
        Set<String> names = null;
        p = json.space(p + 1);
        boolean more = json.at(p) != '}';
        if (!more) {
            p++;
        }
        while (more) {
            int start = p;
            int valueStart = json.space(json.nameAndColon(start));
            String name = FieldNames.read(json, body, start, json.string(start));
            FieldNames.refuseLookAlike(name);
            int end = json.value(valueStart);
            if (count == MAX_FIELDS) {
                throw new BadField("request_body", "More than " + MAX_FIELDS + " fields.");
            }
            if (names == null && count == 16) {
                names = new HashSet<>();
                for (Field field : found) {
                    names.add(field.name());
                }
            }
            if (names == null ? has(found, count, name) : !names.add(name)) {
                throw new BadField(name, "Duplicate field: '" + shown(name) + "'.");
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = new Field(name, start, valueStart, end);
            p = json.space(end);
            if (json.at(p) == ',') {
                p = json.space(p + 1);
            } else if (json.at(p) == '}') {
                p++;
                more = false;
            } else {
                throw json.unexpected(p, "',' or '}'");
            }
        }
        p = json.space(p);
        if (p < body.length) {
            throw json.unexpected(p, "the end of the body");
        }
        return List.of(Arrays.copyOf(found, count));
    }

    private static boolean has(Field[] found, int count, String name) {
        for (int i = 0; i < count; i++) {
            if (found[i].name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void take(Facts facts, Field field) {
        String name = field.name();
        switch (name) {
            case "model" -> facts.model = facts.string(field, "");
            case "stream" -> facts.streaming = facts.bool(field);
            case "stream_options" -> facts.streamUsage = facts.includeUsage(field);
            case "messages" -> facts.messages = field;
            case "prompt" -> facts.prompt = field;
            case "input" -> facts.input = field;
            case "num_retries" -> facts.numRetries = field;
            case "timeout", "request_timeout" -> facts.timeout = later(facts.timeout, field);
            case "stream_timeout" -> facts.streamTimeout = field;
            case "disable_fallbacks" -> facts.disableFallbacks = facts.bool(field);
            case "fallbacks" -> facts.fallbacks = field;
            case "context_window_fallbacks" -> facts.contextWindowFallbacks = field;
            case "content_policy_fallbacks" -> facts.contentPolicyFallbacks = field;
            case "tags" -> facts.tags = field;
            case "metadata" -> facts.metadata = field;
            case "litellm_metadata" -> facts.litellmMetadata = field;
            case "max_tokens" -> facts.maxTokens = field;
            case "max_completion_tokens" -> facts.maxCompletionTokens = field;
            case "n" -> facts.choices = field;
            case "user" -> facts.user = field;
            case "safety_identifier" -> facts.safetyIdentifier = field;
            case "best_of" -> facts.bestOf = field;
            case "service_tier" -> facts.serviceTier = field;
            case "drop_params" -> facts.dropParams = facts.bool(field);
            case "additional_drop_params" -> facts.additionalDropParams = field;
            case "allowed_openai_params" -> facts.allowedOpenaiParams = field;
            case "api_key", "api_base", "base_url", "api_version" -> refuse(facts, field);
            case "extra_body" -> facts.refuseLookAlikes(field);
            case "max_fallbacks" -> facts.maxFallbacks = field;
            case "mock_timeout" -> mock(facts, field, MockedFailure.TIMEOUT);
            case "mock_testing_fallbacks" -> mock(facts, field, MockedFailure.FALLBACKS);
            case "mock_testing_context_fallbacks", "mock_testing_context_window_fallbacks" ->
                    mock(facts, field, MockedFailure.CONTEXT_WINDOW);
            case "mock_testing_content_policy_fallbacks" ->
                    mock(facts, field, MockedFailure.CONTENT_POLICY);
            case "mock_testing_rate_limit_error" -> mock(facts, field, MockedFailure.RATE_LIMIT);
            default -> {}
        }
    }

    private void mock(Facts facts, Field field, MockedFailure failure) {
        if (!mockTesting) {
            throw new BadField(
                    field.name(),
                    "Mock testing request params are disabled on this proxy: "
                            + field.name()
                            + ". The operator can allow them with"
                            + " general_settings.dangerously_allow_mock_testing_request_params.");
        }
        facts.mock(field, failure);
    }

    /// `timeout` is the more specific word of the two.
    private static Field later(@Nullable Field known, Field field) {
        return known != null && known.name().equals("timeout") ? known : field;
    }

    private static void refuse(Facts facts, Field field) {
        if (!facts.isNull(field)) {
            throw Facts.redirected(field.name(), field.name());
        }
    }

    private static void require(Dialect dialect, Facts facts) {
        String name = required(dialect);
        Field field =
                switch (dialect) {
                    case OPENAI_CHAT -> facts.messages;
                    case OPENAI_COMPLETIONS -> facts.prompt;
                    case OPENAI_EMBEDDINGS -> facts.input;
                };
        if (field == null || facts.isNull(field)) {
            throw missing(dialect, name);
        }
        int first = facts.first(field);
        boolean fits = first == '[' || first == '"' && dialect != Dialect.OPENAI_CHAT;
        if (!fits) {
            throw new BadField(
                    name,
                    "'%s' must be %s."
                            .formatted(
                                    name,
                                    dialect == Dialect.OPENAI_CHAT
                                            ? "an array"
                                            : "a string or an array"));
        }
    }

    private static String required(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> "messages";
            case OPENAI_COMPLETIONS -> "prompt";
            case OPENAI_EMBEDDINGS -> "input";
        };
    }

    private static BadField missing(Dialect dialect, String name) {
        String route =
                switch (dialect) {
                    case OPENAI_CHAT -> "/chat/completions";
                    case OPENAI_COMPLETIONS -> "/completions";
                    case OPENAI_EMBEDDINGS -> "/embeddings";
                };
        return new BadField(name, route + ": Missing required parameter: '" + name + "'.");
    }

    private static Envelope rejected(String param, String message) {
        return new Envelope.Rejected(400, INVALID_REQUEST, param, message);
    }

    static String shown(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
