package dev.tollgate.bootstrap.takeover;

import dev.tollgate.adapters.persistence.litellm.LitellmDatabase;
import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.bootstrap.settings.StorageSettings;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;

import java.util.List;
import java.util.Optional;

/// What to tell an operator whose database has LiteLLM's tables, while there are no keys here yet.
public final class ImportHint {
    private static final String HINT =
            "LiteLLM's tables are in this database: `tollgate import --from"
                    + " os.environ/DATABASE_URL` (or the URL itself) takes over its keys, teams,"
                    + " budgets and spend, and changes nothing there";

    private ImportHint() {}

    /// Looks into the database that the settings name.
    ///
    /// @param entities what is kept here
    public static Optional<String> of(StorageSettings settings, Entities entities) {
        if (settings.used() != StorageSettings.Kind.POSTGRESQL) {
            return Optional.empty();
        }
        try {
            return settings.database()
                    .filter(_ -> !hasKeys(entities))
                    .filter(ImportHint::isLitellms)
                    .map(_ -> HINT);
        } catch (StorageUnavailable _) {
            return Optional.empty();
        }
    }

    private static boolean hasKeys(Entities entities) {
        EntityQuery any =
                new EntityQuery(
                        EntityKind.KEY,
                        EntityIndex.NONE,
                        EntityIndex.NONE,
                        false,
                        Sort.ID,
                        false,
                        0,
                        1);
        return !entities.list(any).entities().isEmpty();
    }

    private static boolean isLitellms(DatabaseUrl url) {
        try (LitellmDatabase _ = LitellmDatabase.open(url, List.of())) {
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
