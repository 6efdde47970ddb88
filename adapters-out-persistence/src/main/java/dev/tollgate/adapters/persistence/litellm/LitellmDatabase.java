package dev.tollgate.adapters.persistence.litellm;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.ReadOnlySnapshot;
import dev.tollgate.adapters.persistence.sql.FieldsJson;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.entity.Fields;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The database of a LiteLLM proxy of any version: only what is there is asked for.
public final class LitellmDatabase implements ForeignRecords {
    private static final String KEYS = "LiteLLM_VerificationToken";

    private final ReadOnlySnapshot snapshot;
    private final LitellmTables tables;
    private final LitellmSecrets secrets;

    private LitellmDatabase(
            ReadOnlySnapshot snapshot, LitellmTables tables, LitellmSecrets secrets) {
        this.snapshot = snapshot;
        this.tables = tables;
        this.secrets = secrets;
    }

    /// @param keys with which it may have encrypted secrets: its salt key, or its master key
    /// @throws IllegalArgumentException where there are no tables of LiteLLM
    /// @throws StorageUnavailable where it cannot be reached
    public static LitellmDatabase open(DatabaseUrl url, List<Secret> keys) {
        ReadOnlySnapshot snapshot = ReadOnlySnapshot.of(url);
        try {
            LitellmTables tables = LitellmTables.in(snapshot, url.schema());
            if (!tables.has(KEYS)) {
                throw new IllegalArgumentException(
                        "there are no tables of LiteLLM in the schema %s of %s"
                                .formatted(url.schema(), url.place()));
            }
            return new LitellmDatabase(snapshot, tables, new LitellmSecrets(keys));
        } catch (IllegalArgumentException | StorageUnavailable e) {
            snapshot.close();
            throw e;
        }
    }

    @Override
    public String place() {
        return snapshot.place();
    }

    @Override
    public void read(Kind kind, int most, Consumer<List<Fields>> batches) {
        Optional<String> question = new LitellmQuestions(tables).rows(kind);
        question.ifPresent(
                sql ->
                        snapshot.read(
                                sql,
                                List.of(),
                                most,
                                some ->
                                        batches.accept(
                                                some.stream()
                                                        .map(LitellmDatabase::fields)
                                                        .map(row -> opened(kind, row))
                                                        .toList())));
    }

    private static Fields fields(String json) {
        try {
            return FieldsJson.read(json);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return Fields.NONE.with(UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private Fields opened(Kind kind, Fields row) {
        if (row.set(UNREADABLE)) {
            return row;
        }
        return switch (kind) {
            case MODELS -> EncryptedRow.model(row, secrets);
            case CREDENTIALS -> EncryptedRow.credential(row, secrets);
            case BUDGETS,
                    ORGANIZATIONS,
                    USERS,
                    ORGANIZATION_MEMBERS,
                    TEAMS,
                    CUSTOMERS,
                    TAGS,
                    KEYS,
                    RETIRED_KEYS,
                    PROJECTS,
                    ACCESS_GROUPS,
                    JWT_KEY_MAPPINGS,
                    SPEND_LOGS ->
                    row;
        };
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
