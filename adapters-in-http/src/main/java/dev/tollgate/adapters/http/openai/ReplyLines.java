package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.wire.ResponseHead;
import dev.tollgate.application.port.in.KeyFacts;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.Usd;

/// The header lines that tell how a call was served.
final class ReplyLines {
    private static final byte[] CALL_ID = ResponseHead.name("x-litellm-call-id");
    private static final byte[] MODEL_ID = ResponseHead.name("x-litellm-model-id");
    private static final byte[] MODEL_NAME = ResponseHead.name("x-litellm-model-name");
    private static final byte[] API_BASE = ResponseHead.name("x-litellm-model-api-base");
    private static final byte[] REGION = ResponseHead.name("x-litellm-model-region");
    private static final byte[] GROUP = ResponseHead.name("x-litellm-model-group");
    private static final byte[] COST = ResponseHead.name("x-litellm-response-cost");
    private static final byte[] COST_ORIGINAL = cost("original");
    private static final byte[] COST_DISCOUNT = cost("discount-amount");
    private static final byte[] COST_MARGIN = cost("margin-amount");
    private static final byte[] COST_MARGIN_PERCENT = cost("margin-percent");
    private static final byte[] COST_INPUT = cost("input");
    private static final byte[] COST_OUTPUT = cost("output");
    private static final byte[] COST_CACHE_READ = cost("cache-read");
    private static final byte[] COST_CACHE_WRITE = cost("cache-creation");
    private static final byte[] COST_REASONING = cost("reasoning");
    private static final byte[] COST_TOOLS = cost("tool-usage");
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

    private static byte[] cost(String part) {
        return ResponseHead.name("x-litellm-response-cost-" + part);
    }

    static void ofAnswer(ResponseHead head, ReplyFacts facts, byte[] version) {
        head.field(CALL_ID, facts.callId())
                .field(MODEL_ID, facts.deploymentId())
                .field(MODEL_NAME, facts.modelName())
                .field(API_BASE, facts.apiBase())
                .field(REGION, facts.region())
                .line(version);
        if (facts.bill().isPresent()) {
            cost(head, facts.bill().get());
        }
        if (facts.key() != KeyFacts.NONE) {
            KeyLines.write(head, facts.key());
        }
        times(head, facts);
        upstream(head, facts.upstream());
        head.field(GROUP, facts.group());
        attempts(head, facts);
    }

    /// The parts of the input and the output that most calls do not have only where there are some.
    private static void cost(ResponseHead head, Bill bill) {
        head.nanos(COST, bill.cost().nanos()).nanos(COST_ORIGINAL, bill.original().nanos());
        head.nanos(COST_DISCOUNT, bill.discount().nanos());
        head.nanos(COST_MARGIN, bill.margin().nanos());
        head.nanos(COST_MARGIN_PERCENT, bill.marginRate().movePointRight(9).longValue());
        head.nanos(COST_INPUT, bill.input().nanos()).nanos(COST_OUTPUT, bill.output().nanos());
        some(head, COST_CACHE_READ, bill.cacheRead());
        some(head, COST_CACHE_WRITE, bill.cacheWrite());
        some(head, COST_REASONING, bill.reasoning());
        head.nanos(COST_TOOLS, bill.tools().nanos());
    }

    private static void some(ResponseHead head, byte[] name, Usd amount) {
        if (amount.nanos() != 0) {
            head.nanos(name, amount.nanos());
        }
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
