package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.wire.ResponseHead;
import dev.tollgate.application.port.in.KeyFacts;
import dev.tollgate.domain.limit.RateLimit;

/// The header lines that tell of the caller's budget and limits.
final class KeyLines {
    private static final byte[] BOUND = ResponseHead.name("x-tollgate-max-tokens");
    private static final byte[] SPEND = ResponseHead.name("x-litellm-key-spend");
    private static final byte[] BUDGET = ResponseHead.name("x-litellm-key-max-budget");
    private static final byte[] RPM = ResponseHead.name("x-litellm-key-rpm-limit");
    private static final byte[] TPM = ResponseHead.name("x-litellm-key-tpm-limit");

    private KeyLines() {}

    static void write(ResponseHead head, KeyFacts key) {
        key.bound().ifPresent(tokens -> head.field(BOUND, tokens));
        key.spend().ifPresent(spend -> head.nanos(SPEND, spend.nanos()));
        key.budget().ifPresent(budget -> head.nanos(BUDGET, budget.nanos()));
        for (KeyFacts.Remaining remaining : key.limits()) {
            limit(head, remaining);
        }
    }

    private static void limit(ResponseHead head, KeyFacts.Remaining remaining) {
        RateLimit limit = remaining.limit();
        String scope = Refusals.scope(limit.subject());
        String kind = Refusals.kind(limit.kind());
        if (scope.equals("api_key")) {
            switch (limit.kind()) {
                case REQUESTS -> head.field(RPM, limit.limit());
                case TOKENS -> head.field(TPM, limit.limit());
                case PARALLEL -> {}
            }
        }
        head.field(name(scope, "limit", kind), limit.limit());
        head.field(name(scope, "remaining", kind), remaining.left());
    }

    private static byte[] name(String scope, String what, String kind) {
        return ResponseHead.name("x-ratelimit-" + scope + "-" + what + "-" + kind);
    }
}
