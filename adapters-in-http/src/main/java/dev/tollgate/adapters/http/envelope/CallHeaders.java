package dev.tollgate.adapters.http.envelope;

import dev.tollgate.domain.call.HeaderLines;

import java.util.ArrayList;
import java.util.List;

/// What a caller's headers say about the call, as they said it; empty texts where they are silent.
///
/// @param numRetries `x-litellm-num-retries`
/// @param timeout `x-litellm-timeout`, seconds
/// @param streamTimeout `x-litellm-stream-timeout`, seconds
/// @param tags `x-litellm-tags`, separated by commas
/// @param callId `x-litellm-call-id`
/// @param forwarded what goes to the provider
public record CallHeaders(
        String numRetries,
        String timeout,
        String streamTimeout,
        String tags,
        String callId,
        HeaderLines forwarded) {
    public static final CallHeaders NONE = new CallHeaders("", "", "", "", "", HeaderLines.NONE);

    private static final String PASS = "x-pass-";
    private static final int MAX_FORWARDED = 64;

    /// Collects header lines; give every line to [#line] and then call [#done].
    public static final class Collector {
        private String numRetries = "";
        private String timeout = "";
        private String streamTimeout = "";
        private String tags = "";
        private String callId = "";
        private List<String> forwarded = List.of();

        /// @param name in lower case
        public void line(String name, String value) {
            if (name.isEmpty() || name.charAt(0) != 'x') {
                if (name.equals("anthropic-beta")) {
                    forward(name, value);
                }
            } else if (name.startsWith("x-litellm-")) {
                switch (name) {
                    case "x-litellm-num-retries" -> numRetries = value;
                    case "x-litellm-timeout" -> timeout = value;
                    case "x-litellm-stream-timeout" -> streamTimeout = value;
                    case "x-litellm-tags" -> tags = value;
                    case "x-litellm-call-id" -> callId = value;
                    default -> {}
                }
            } else if (name.startsWith(PASS) && passes(name.substring(PASS.length()))) {
                forward(name.substring(PASS.length()), value);
            }
        }

        private void forward(String name, String value) {
            if (forwarded.isEmpty()) {
                forwarded = new ArrayList<>();
            }
            if (forwarded.size() < 2 * MAX_FORWARDED) {
                forwarded.add(name);
                forwarded.add(value);
            }
        }

        public CallHeaders done() {
            if (numRetries.isEmpty()
                    && timeout.isEmpty()
                    && streamTimeout.isEmpty()
                    && tags.isEmpty()
                    && callId.isEmpty()
                    && forwarded.isEmpty()) {
                return NONE;
            }
            return new CallHeaders(
                    numRetries, timeout, streamTimeout, tags, callId, HeaderLines.of(forwarded));
        }
    }

    /// Framing is ours to decide, and credentials are the deployment's.
    private static boolean passes(String name) {
        return switch (name) {
            case "",
                    "host",
                    "connection",
                    "keep-alive",
                    "content-length",
                    "content-type",
                    "content-encoding",
                    "transfer-encoding",
                    "accept-encoding",
                    "expect",
                    "te",
                    "trailer",
                    "upgrade",
                    "cookie",
                    "authorization",
                    "proxy-authorization",
                    "api-key",
                    "x-api-key",
                    "x-goog-api-key",
                    "ocp-apim-subscription-key" ->
                    false;
            default -> true;
        };
    }
}
