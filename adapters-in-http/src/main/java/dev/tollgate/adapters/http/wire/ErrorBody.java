package dev.tollgate.adapters.http.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/// An error as OpenAI clients read it: `{"error":{"message","type","param","code"}}`. Texts that
/// are empty become `null`; `code` is the status as a string.
///
/// @param detail repeat the message as top-level `detail`, which other clients look for
/// @param providerType the provider's own error type, for `provider_specific_fields`
/// @param providerCode the provider's own error code, for `provider_specific_fields`
/// @param retryAfter when it is worth trying again; zero: not said
/// @param retry what SDKs are told whatever the status
/// @param members further members of `error`, in their order
/// @param headers further response headers, names in lower case
public record ErrorBody(
        int status,
        String type,
        String param,
        String message,
        boolean detail,
        String providerType,
        String providerCode,
        Duration retryAfter,
        Retry retry,
        Map<String, String> members,
        Map<String, String> headers) {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build();

    /// Whether a caller's program should try again by itself.
    public enum Retry {
        UNSAID,
        YES,
        NO
    }

    public static ErrorBody of(int status, String type, String param, String message) {
        return new ErrorBody(
                status,
                type,
                param,
                message,
                false,
                "",
                "",
                Duration.ZERO,
                Retry.UNSAID,
                Map.of(),
                Map.of());
    }

    /// A request that nobody can answer as it is: 400, `invalid_request_error`.
    public static ErrorBody badRequest(String param, String message) {
        return of(400, "invalid_request_error", param, message);
    }

    public ErrorBody withStatus(int its) {
        return new ErrorBody(
                its,
                type,
                param,
                message,
                detail,
                providerType,
                providerCode,
                retryAfter,
                retry,
                members,
                headers);
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
                retry,
                members,
                headers);
    }

    /// @param again whether it is worth trying again after the wait
    public ErrorBody retryAfter(Duration wait, boolean again) {
        return retry(wait, again ? Retry.YES : Retry.UNSAID);
    }

    /// Trying again does not help before this wait, if ever.
    public ErrorBody noRetry(Duration wait) {
        return retry(wait, Retry.NO);
    }

    private ErrorBody retry(Duration wait, Retry advice) {
        return new ErrorBody(
                status,
                type,
                param,
                message,
                detail,
                providerType,
                providerCode,
                wait,
                advice,
                members,
                headers);
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
                retry,
                members,
                headers);
    }

    public ErrorBody withMessage(String text) {
        return new ErrorBody(
                status,
                type,
                param,
                text,
                detail,
                providerType,
                providerCode,
                retryAfter,
                retry,
                members,
                headers);
    }

    /// @param inError further members of `error`
    /// @param inHead further response headers, names in lower case
    public ErrorBody with(Map<String, String> inError, Map<String, String> inHead) {
        return new ErrorBody(
                status,
                type,
                param,
                message,
                detail,
                providerType,
                providerCode,
                retryAfter,
                retry,
                inError,
                inHead);
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
            for (Map.Entry<String, String> member : members.entrySet()) {
                text(json, member.getKey(), member.getValue());
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
