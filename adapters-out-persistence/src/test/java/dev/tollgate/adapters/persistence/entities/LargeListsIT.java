package dev.tollgate.adapters.persistence.entities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sql.Connections;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Slice;
import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.application.testkit.contract.EntitySamples;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Among a hundred thousand keys the databases find what is asked for by an index.
@ExtendWith(PostgresServer.class)
class LargeListsIT {
    private static EntityQuery equal(EntityIndex index) {
        return new EntityQuery(
                EntityKind.KEY, index, EntityIndex.NONE, false, Sort.SPEND, true, 0, 100);
    }

    private static String plan(Database database, EntityQuery query) {
        EntityList list = new EntityList(query);
        return switch (database.dialect()) {
            case POSTGRESQL -> explained(database, "explain ", "QUERY PLAN", list);
            case SQLITE -> explained(database, "explain query plan ", "detail", list);
        };
    }

    private static String explained(Database database, String how, String column, EntityList list) {
        List<String> lines =
                database.read(
                        Database.PATIENTLY,
                        statements ->
                                statements.query(
                                        how + list.page(Slice.first(100)),
                                        list.pageParameters(Slice.first(100)),
                                        row -> row.text(column)));
        return String.join("\n", lines);
    }

    private static void holds(Connections connections) {
        try (Database database = new Database(connections)) {
            database.prepare();
            ManyKeys.make(database);
            assertThat(plan(database, equal(new EntityIndex("alias-7", "", "", "", "", "", ""))))
                    .contains("entity_name");
            assertThat(plan(database, equal(new EntityIndex("", "", "user-7", "", "", "", ""))))
                    .contains("entity_user");
            assertThat(plan(database, equal(new EntityIndex("", "", "", "team-7", "", "", ""))))
                    .contains("entity_team");
            assertThat(plan(database, EntitySamples.sorted(EntityKind.KEY, Sort.CREATED_AT, true)))
                    .contains("entity_created");
        }
    }

    @Test
    void postgresql_reads_no_whole_table_for_a_page(DatabaseUrl url) {
        holds(new PostgresConnections(url));
    }

    @Test
    void sqlite_reads_no_whole_table_for_a_page(@TempDir Path folder) {
        holds(new SqliteConnections(folder));
    }
}
