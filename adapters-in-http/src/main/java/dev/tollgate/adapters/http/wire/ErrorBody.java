package dev.tollgate.adapters.http.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// An error as OpenAI clients read it: `{"error":{"message","type","param","code"}}`. Texts that
/// are empty become `null`; `code` is the status as a string.
///
/// @param detail repeat the message as top-level `detail`, which other clients look for
/// @param providerType the provider's own error type, for `provider_specific_fields`
/// @param providerCode the provider's own error code, for `provider_specific_fields`
/// @param retryAfter when it is worth trying again; zero: not said
/// @param shouldRetry tell SDKs to try again whatever the status
public record ErrorBody(
        int status,
        String type,
        String param,
        String message,
        boolean detail,
        String providerType,
        String providerCode,
        Duration retryAfter,
        boolean shouldRetry) {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build();

    public static ErrorBody of(int status, String type, String param, String message) {
        return new ErrorBody(status, type, param, message, false, "", "", Duration.ZERO, false);
    }

    /// A request that nobody can answer as it is: 400, `invalid_request_error`.
    public static ErrorBody badRequest(String param, String message) {
        return of(400, "invalid_request_error", param, message);
    }

    public ErrorBody withDetail() {
        return new ErrorBody(
                status,
                type,
                param,
                message,
                true,
                providerType,
                providerCode,
                retryAfter,
                shouldRetry);
    }

    public ErrorBody retryAfter(Duration wait, boolean retry) {
        return new ErrorBody(
                status, type, param, message, detail, providerType, providerCode, wait, retry);
    }

    public ErrorBody withProvider(String upstreamType, String upstreamCode) {
        return new ErrorBody(
                status,
                type,
                param,
                message,
                detail,
                upstreamType,
                upstreamCode,
                retryAfter,
                shouldRetry);
    }

    /// Seconds for the `retry-after` header, at least 1 where a wait is known at all; 0 if none.
    public long retryAfterSeconds() {
        return retryAfter.isPositive() ? Math.max(1, (retryAfter.toMillis() + 999) / 1000) : 0;
    }

    /// The JSON text.
    ///
    /// @param callId added as `litellm_call_id` unless empty
    public byte[] json(String callId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            text(json, "type", type);
            text(json, "param", param);
            json.writeStringField("code", Integer.toString(status));
            if (!providerType.isEmpty() || !providerCode.isEmpty()) {
                json.writeObjectFieldStart("provider_specific_fields");
                text(json, "type", providerType);
                text(json, "code", providerCode);
                json.writeEndObject();
            }
            if (!callId.isEmpty()) {
                json.writeStringField("litellm_call_id", callId);
            }
            json.writeEndObject();
            if (detail) {
                json.writeStringField("detail", message);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }
}
