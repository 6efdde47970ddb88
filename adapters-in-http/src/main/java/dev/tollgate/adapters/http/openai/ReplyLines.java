package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.wire.ResponseHead;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.domain.call.HeaderLines;

/// The header lines that tell how a call was served.
final class ReplyLines {
    private static final byte[] CALL_ID = ResponseHead.name("x-litellm-call-id");
    private static final byte[] MODEL_ID = ResponseHead.name("x-litellm-model-id");
    private static final byte[] MODEL_NAME = ResponseHead.name("x-litellm-model-name");
    private static final byte[] API_BASE = ResponseHead.name("x-litellm-model-api-base");
    private static final byte[] REGION = ResponseHead.name("x-litellm-model-region");
    private static final byte[] GROUP = ResponseHead.name("x-litellm-model-group");
    private static final byte[] COST = ResponseHead.name("x-litellm-response-cost");
    private static final byte[] NO_COST = ResponseHead.line("x-litellm-response-cost", "0");
    private static final byte[] DURATION = ResponseHead.name("x-litellm-response-duration-ms");
    private static final byte[] OVERHEAD = ResponseHead.name("x-litellm-overhead-duration-ms");
    private static final byte[] RETRIES = ResponseHead.name("x-litellm-attempted-retries");
    private static final byte[] FALLBACKS = ResponseHead.name("x-litellm-attempted-fallbacks");
    private static final byte[] MAX_RETRIES = ResponseHead.name("x-litellm-max-retries");
    private static final byte[] TIMEOUT = ResponseHead.name("x-litellm-timeout");
    private static final byte[] REQUEST_ID = ResponseHead.name("request-id");
    private static final byte[] PROVIDER = "llm_provider-".getBytes();
    private static final byte[] NOTHING = new byte[0];

    /// What a provider may have repeated to our callers, name and value, in characters.
    private static final int MAX_UPSTREAM = 32 * 1024;

    private ReplyLines() {}

    static void ofAnswer(ResponseHead head, ReplyFacts facts, byte[] version) {
        head.field(CALL_ID, facts.callId())
                .field(MODEL_ID, facts.deploymentId())
                .field(MODEL_NAME, facts.modelName())
                .field(API_BASE, facts.apiBase())
                .field(REGION, facts.region())
                .line(version);
        facts.cost().ifPresent(cost -> head.field(COST, cost.toString()));
        times(head, facts);
        upstream(head, facts.upstream());
        head.field(GROUP, facts.group());
        attempts(head, facts);
    }

    /// For a failed call: nothing of where it was tried.
    static void ofFailure(ResponseHead head, ReplyFacts facts, byte[] version) {
        head.field(CALL_ID, facts.callId()).line(version).line(NO_COST);
        times(head, facts);
        if (facts.timeout().isPositive()) {
            head.field(TIMEOUT, Double.toString(facts.timeout().toMillis() / 1000.0));
        }
        upstream(head, facts.upstream());
        attempts(head, facts);
    }

    private static void times(ResponseHead head, ReplyFacts facts) {
        if (facts.duration().isPositive()) {
            head.millis(DURATION, facts.duration().toNanos());
            head.millis(OVERHEAD, facts.overhead().toNanos());
        }
    }

    private static void attempts(ResponseHead head, ReplyFacts facts) {
        if (facts.attemptedRetries() >= 0) {
            head.field(RETRIES, facts.attemptedRetries());
        }
        if (facts.attemptedFallbacks() >= 0) {
            head.field(FALLBACKS, facts.attemptedFallbacks());
        }
        if (facts.attemptedRetries() > 0 && facts.maxRetries() >= 0) {
            head.field(MAX_RETRIES, facts.maxRetries());
        }
    }

    private static void upstream(ResponseHead head, HeaderLines lines) {
        if (lines.size() == 0) {
            return;
        }
        int[] left = {MAX_UPSTREAM};
        lines.forEach(
                (name, value) -> {
                    left[0] -= name.length() + value.length();
                    if (left[0] < 0 || stays(name)) {
                        return;
                    }
                    head.prefixed(PROVIDER, name, value);
                    if (name.regionMatches(true, 0, "x-ratelimit-", 0, 12)) {
                        head.prefixed(NOTHING, name, value);
                    } else if (name.equalsIgnoreCase("request-id")
                            || name.equalsIgnoreCase("x-request-id")) {
                        head.field(REQUEST_ID, value);
                    }
                });
    }

    /// Cookies are between the provider and us, and so is the connection.
    private static boolean stays(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te");
            case 7 -> name.equalsIgnoreCase("trailer") || name.equalsIgnoreCase("upgrade");
            case 10 ->
                    name.equalsIgnoreCase("set-cookie")
                            || name.equalsIgnoreCase("connection")
                            || name.equalsIgnoreCase("keep-alive");
            case 11 -> name.equalsIgnoreCase("set-cookie2");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            case 18 -> name.equalsIgnoreCase("proxy-authenticate");
            case 19 -> name.equalsIgnoreCase("proxy-authorization");
            default -> name.isEmpty();
        };
    }
}
