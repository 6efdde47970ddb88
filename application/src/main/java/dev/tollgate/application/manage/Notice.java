package dev.tollgate.application.manage;

import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;

/// What somebody who made or changed a key may take for something else.
final class Notice {
    /// Kept and shown, so that scripts find what they wrote.
    private static final List<String> WITHOUT_EFFECT =
            List.of(
                    "tpd_limit",
                    "rpm_limit_type",
                    "tpm_limit_type",
                    "tag_rpm_limit",
                    "mcp_rpm_limit",
                    "enforced_params",
                    "guardrails",
                    "policies",
                    "prompts",
                    "auto_rotate",
                    "throttle_on_budget_exceeded",
                    "budget_fallbacks",
                    "end_user_budget_id",
                    "object_permission",
                    "router_settings",
                    "allowed_vector_store_indexes",
                    "allowed_cache_controls");

    private Notice() {}

    /// The answer with a `notice`, where there is something to tell of the key.
    static Fields of(Fields key, Fields answer) {
        List<String> sentences = new ArrayList<>(Expiry.notice(key).stream().toList());
        List<String> idle = WITHOUT_EFFECT.stream().filter(name -> says(key, name)).toList();
        if (!idle.isEmpty()) {
            sentences.add("Kept, but without effect: " + String.join(", ", idle) + ".");
        }
        return sentences.isEmpty() ? answer : answer.with("notice", String.join(" ", sentences));
    }

    /// The answer to a change: only what was asked for just now is worth telling.
    static Fields of(Fields asked, Fields key, Fields answer) {
        boolean news =
                asked.says("duration") || WITHOUT_EFFECT.stream().anyMatch(n -> says(asked, n));
        return news ? of(key, answer) : answer;
    }

    private static boolean says(Fields key, String name) {
        return key.says(name) && !Boolean.FALSE.equals(key.get(name));
    }
}
