package dev.tollgate.adapters.persistence.litellm;

import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Optional;

/// A row of deployments. LiteLLM encrypts each text of its parameters by itself, the model's name
/// too; its first versions encrypted none.
record EncryptedModel(Fields row) {
    private static final String PARAMS = "litellm_params";
    private static final String MODEL = "model";

    /// The row with its parameters open, or with the reason why they cannot be.
    Fields opened(LitellmSecrets secrets) {
        Fields params = row.within(PARAMS);
        if (!LitellmSecrets.isClosed(params.text(MODEL))) {
            return row;
        }
        Fields open = params;
        for (String name : params.names()) {
            if (params.get(name) instanceof String text && LitellmSecrets.isClosed(text)) {
                Optional<String> plain = secrets.open(text);
                if (plain.isEmpty()) {
                    return row.only(List.of("model_name", "model_id"))
                            .with(
                                    ForeignRecords.UNREADABLE,
                                    "its %s cannot be decrypted: set LITELLM_SALT_KEY (or, if LiteLLM has none, LITELLM_MASTER_KEY) as LiteLLM has it"
                                            .formatted(name));
                }
                open = open.with(name, plain.get());
            }
        }
        return row.with(PARAMS, open);
    }
}
