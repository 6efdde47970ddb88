package dev.tollgate.application.manage;

import dev.tollgate.domain.entity.Fields;

import java.util.Set;

/// Fields that callers also find and set within `metadata`. They are kept beside it, once.
final class MetadataFields {
    private static final String METADATA = "metadata";

    private static final Set<String> NAMES =
            Set.of(
                    "model_rpm_limit",
                    "model_tpm_limit",
                    "rpm_limit_type",
                    "tpm_limit_type",
                    "enforced_params",
                    "temp_budget_increase",
                    "temp_budget_expiry",
                    "allowed_vector_store_indexes",
                    "enforced_batch_output_expires_after",
                    "enforced_file_expires_after",
                    "guardrails",
                    "policies",
                    "tags",
                    "prompts",
                    "team_member_key_duration",
                    "logging",
                    "secret_manager_settings",
                    "allowed_passthrough_routes");

    private MetadataFields() {}

    /// A new object as it is kept.
    static Fields kept(Fields asked) {
        Fields inner = asked.within(METADATA);
        Fields lifted = inner.only(NAMES);
        if (lifted.isEmpty()) {
            return asked;
        }
        return lifted.merged(asked).with(METADATA, inner.except(NAMES));
    }

    /// A change as it is to be made. Metadata that is sent replaces all of it, so what was in it
    /// and is not sent again is cleared.
    static Fields change(Fields asked, Fields old) {
        if (!asked.has(METADATA)) {
            return asked;
        }
        Fields change = kept(asked);
        for (String name : NAMES) {
            if (old.set(name) && !change.has(name)) {
                change = change.with(name, null);
            }
        }
        return change;
    }

    /// An object as it is shown: in both places.
    static Fields shown(Fields kept) {
        Fields hidden = kept.only(NAMES).filled();
        return hidden.isEmpty() ? kept : kept.with(METADATA, kept.within(METADATA).merged(hidden));
    }
}
