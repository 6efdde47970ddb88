package dev.tollgate.adapters.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

@ExtendWith(PostgresServer.class)
class MigrationsIT {
    private static final String APPLIED =
            "select max(cast(version as integer)) as number from tollgate.schema_history";
    private static final String PUBLIC =
            "select table_name from information_schema.tables where table_schema = 'public' order"
                    + " by 1";

    private static long applied(Database database) {
        return database.read(
                        Database.PATIENTLY,
                        statements ->
                                statements.first(APPLIED, List.of(), row -> row.number("number")))
                .orElse(0L);
    }

    private static void preparedTogether(Dialect dialect, Supplier<Connections> opening)
            throws Exception {
        int replicas = 4;
        CyclicBarrier together = new CyclicBarrier(replicas);
        List<Callable<Long>> starts = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            starts.add(
                    () -> {
                        try (Database database = new Database(opening.get())) {
                            together.await();
                            database.prepare();
                            return applied(database);
                        }
                    });
        }
        try (var threads = Executors.newCachedThreadPool()) {
            for (Future<Long> end : threads.invokeAll(starts)) {
                assertThat(end.get()).isEqualTo(Migrations.newest(dialect));
            }
        }
    }

    @Test
    void replicas_that_start_together_make_the_tables_once(DatabaseUrl url) throws Exception {
        preparedTogether(Dialect.POSTGRESQL, () -> new PostgresConnections(url));
    }

    @Test
    void gateways_on_one_directory_make_the_tables_once(@TempDir Path folder) throws Exception {
        preparedTogether(Dialect.SQLITE, () -> new SqliteConnections(folder));
    }

    @Test
    void the_newest_version_is_the_one_that_starts_look_for(@TempDir Path folder, DatabaseUrl url) {
        try (Database file = new Database(new SqliteConnections(folder));
                Database server = new Database(new PostgresConnections(url))) {
            file.prepare();
            server.prepare();

            assertThat(applied(file)).isEqualTo(Migrations.newest(Dialect.SQLITE));
            assertThat(applied(server)).isEqualTo(Migrations.newest(Dialect.POSTGRESQL));
        }
    }

    @Test
    void tables_of_a_newer_version_are_left_as_they_are(@TempDir Path folder) {
        try (Database database = new Database(new SqliteConnections(folder))) {
            database.prepare();
            database.write(
                    Database.PATIENTLY,
                    statements ->
                            statements.update(
                                    "insert into tollgate.schema_history select 99, '99', 'newer',"
                                        + " type, script, checksum, installed_by, installed_on,"
                                        + " execution_time, success from tollgate.schema_history"
                                        + " where version = '1'",
                                    List.of()));
        }
        try (Database older = new Database(new SqliteConnections(folder))) {
            older.prepare();

            assertThat(applied(older)).isEqualTo(99);
        }
    }

    @Test
    void what_litellm_keeps_in_the_same_database_is_not_touched(DatabaseUrl url) throws Exception {
        try (Connection connection = plain(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table \"LiteLLM_SpendLogs\" (request_id text)");
            statement.execute("create table entity (theirs text)");
        }

        try (Database database = new Database(new PostgresConnections(url))) {
            database.prepare();

            List<String> tables =
                    database.read(
                            Database.PATIENTLY,
                            statements ->
                                    statements.query(
                                            PUBLIC, List.of(), row -> row.text("table_name")));

            assertThat(tables).containsExactly("LiteLLM_SpendLogs", "entity");
        }
    }

    @Test
    void a_made_file_is_for_its_owner_only(@TempDir Path folder) throws Exception {
        Path made = folder.resolve("made/for/it");
        try (Database database = new Database(new SqliteConnections(made))) {
            database.prepare();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(made.resolve("tollgate.db"))))
                .isEqualTo("rw-------");
    }

    private static Connection plain(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbc(), url.user(), url.password().reveal());
    }
}
