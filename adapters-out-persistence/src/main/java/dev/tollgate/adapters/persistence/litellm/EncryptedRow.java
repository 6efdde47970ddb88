package dev.tollgate.adapters.persistence.litellm;

import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Optional;

/// A row with a column of which LiteLLM encrypts each text by itself.
///
/// @param column which it is
record EncryptedRow(Fields row, String column) {
    private static final List<String> NAMES = List.of("model_name", "credential_name");

    /// A deployment. The model's name is encrypted too: the first versions encrypted nothing.
    static Fields model(Fields row, LitellmSecrets secrets) {
        String params = "litellm_params";
        return LitellmSecrets.isClosed(row.within(params).text("model"))
                ? new EncryptedRow(row, params).opened(secrets)
                : row;
    }

    static Fields credential(Fields row, LitellmSecrets secrets) {
        return new EncryptedRow(row, "credential_values").opened(secrets);
    }

    /// The row with its texts open, or with the reason why they cannot be.
    private Fields opened(LitellmSecrets secrets) {
        Fields open = row.within(column);
        for (String name : open.names()) {
            if (open.get(name) instanceof String text && LitellmSecrets.isClosed(text)) {
                Optional<String> plain = secrets.open(text);
                if (plain.isEmpty()) {
                    return row.only(NAMES)
                            .with(
                                    ForeignRecords.UNREADABLE,
                                    "its %s cannot be decrypted: set LITELLM_SALT_KEY (or, if LiteLLM has none, LITELLM_MASTER_KEY) as LiteLLM has it"
                                            .formatted(name));
                }
                open = open.with(name, plain.get());
            }
        }
        return row.with(column, open);
    }
}
