package dev.tollgate.adapters.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresServer;
import dev.tollgate.adapters.persistence.postgres.PostgresWakeups;
import dev.tollgate.application.port.out.StorageUnavailable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@ExtendWith(PostgresServer.class)
@Timeout(60)
class DatabaseIT {
    private static final String NUMBER = "select number from tollgate.revision";

    private static long number(Database database) {
        return database.read(
                        Database.AT_ONCE,
                        statements -> statements.first(NUMBER, List.of(), r -> r.number("number")))
                .orElse(-1L);
    }

    @Test
    void a_database_that_was_never_reached_is_away() {
        DatabaseUrl nowhere = DatabaseUrl.parse("postgresql://ann:canary@localhost:1/x");
        try (Database database = new Database(new PostgresConnections(nowhere))) {
            assertThatThrownBy(database::prepare)
                    .isInstanceOf(StorageUnavailable.class)
                    .hasMessageContaining("localhost:1")
                    .message()
                    .doesNotContain("canary");
            assertThatThrownBy(() -> number(database)).isInstanceOf(StorageUnavailable.class);
        }
    }

    @Test
    void a_wrong_password_is_told_as_that(DatabaseUrl url) {
        DatabaseUrl wrong =
                DatabaseUrl.parse(
                        "postgresql://nobody:canary@" + url.jdbc().split("//")[1].split("\\?")[0]);
        try (Database database = new Database(new PostgresConnections(wrong))) {
            assertThatThrownBy(database::prepare)
                    .isInstanceOf(StorageUnavailable.class)
                    .hasMessageContaining("\"nobody\"");
        }
    }

    @Test
    void a_database_that_stalls_counts_as_gone_and_comes_back(DatabaseUrl url) throws Exception {
        try (StallingProxy proxy = StallingProxy.before(url);
                Database database = new Database(new PostgresConnections(proxy.url()))) {
            database.prepare();
            assertThat(number(database)).isZero();

            proxy.stall();
            // More often than there are connections.
            for (int i = 0; i < 12; i++) {
                assertThatThrownBy(() -> number(database)).isInstanceOf(StorageUnavailable.class);
            }

            proxy.resume();
            assertThat(eventually(database)).isZero();
        }
    }

    /// Until broken connections are replaced.
    private static long eventually(Database database) {
        while (true) {
            try {
                return number(database);
            } catch (StorageUnavailable _) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void what_is_read_at_once_waits_for_nothing_else(DatabaseUrl url) {
        try (Database database = new Database(new PostgresConnections(url))) {
            database.prepare();
            CyclicBarrier both = new CyclicBarrier(2);
            Work<Integer> meeting =
                    _ -> {
                        try {
                            return both.await(10, TimeUnit.SECONDS);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    };

            assertThat(database.readAtOnce(Database.PATIENTLY, List.of(meeting, meeting)))
                    .containsExactlyInAnyOrder(0, 1);
        }
    }

    @Test
    void who_only_had_to_wait_for_a_connection_is_answered(DatabaseUrl url) throws Exception {
        try (Database database = new Database(new PostgresConnections(url.withPoolSize(1)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.prepare();
            CountDownLatch held = new CountDownLatch(1);
            Future<Long> slow =
                    threads.submit(
                            () ->
                                    database.read(
                                            Database.PATIENTLY,
                                            statements -> {
                                                held.countDown();
                                                return statements
                                                        .query(
                                                                "select 1 as n from"
                                                                        + " pg_sleep(0.28)",
                                                                List.of(),
                                                                row -> row.number("n"))
                                                        .getFirst();
                                            }));
            held.await();

            assertThat(
                            database.<Long>read(
                                    Database.AT_ONCE,
                                    statements ->
                                            statements
                                                    .query(
                                                            "select 2 as n from pg_sleep(0.1)",
                                                            List.of(),
                                                            row -> row.number("n"))
                                                    .getFirst()))
                    .isEqualTo(2);
            assertThat(slow.get()).isEqualTo(1);
        }
    }

    @Test
    void what_fails_half_way_leaves_nothing_and_holds_no_connection(DatabaseUrl url) {
        try (Database database = new Database(new PostgresConnections(url))) {
            database.prepare();
            for (int i = 0; i < 30; i++) {
                assertThatThrownBy(
                                () ->
                                        database.write(
                                                Database.PATIENTLY,
                                                statements -> {
                                                    bump(statements, 1);
                                                    return statements.query(
                                                            "select nonsense",
                                                            List.of(),
                                                            row -> row);
                                                }))
                        .isNotInstanceOf(StorageUnavailable.class);
                assertThatThrownBy(
                                () ->
                                        database.read(
                                                Database.PATIENTLY,
                                                statements ->
                                                        statements.query(
                                                                "select nonsense",
                                                                List.of(),
                                                                row -> row)))
                        .isNotInstanceOf(StorageUnavailable.class);
            }

            assertThat(number(database)).isZero();
        }
    }

    private static long bump(Statements statements, int by) {
        return statements.update("update tollgate.revision set number = number + ?", List.of(by));
    }

    @Test
    void work_that_collided_with_other_work_is_repeated(DatabaseUrl url) throws Exception {
        try (Database database = new Database(new PostgresConnections(url));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.prepare();
            long _ =
                    database.write(
                            Database.PATIENTLY,
                            statements -> {
                                long _ =
                                        statements.update(
                                                "create table tollgate.crossing (name text, amount"
                                                        + " bigint)",
                                                List.of());
                                return statements.update(
                                        "insert into tollgate.crossing values (?, 0), (?, 0)",
                                        List.of("a", "b"));
                            });
            CyclicBarrier bothHoldOne = new CyclicBarrier(2);
            AtomicInteger tries = new AtomicInteger();
            Future<Long> one =
                    threads.submit(() -> crossing(database, bothHoldOne, tries, "a", "b"));
            Future<Long> other =
                    threads.submit(() -> crossing(database, bothHoldOne, tries, "b", "a"));

            assertThat(one.get() + other.get()).isEqualTo(2);
            assertThat(tries).hasValueGreaterThan(2);
        }
    }

    /// Two that each hold what the other one wants next: the server ends one of them.
    private static long crossing(
            Database database, CyclicBarrier both, AtomicInteger tries, String... names) {
        AtomicInteger mine = new AtomicInteger();
        return database.write(
                Database.PATIENTLY,
                statements -> {
                    tries.incrementAndGet();
                    long _ = add(statements, names[0]);
                    if (mine.getAndIncrement() == 0) {
                        await(both);
                    }
                    return add(statements, names[1]);
                });
    }

    private static long add(Statements statements, String name) {
        return statements.update(
                "update tollgate.crossing set amount = amount + 1 where name = ?", List.of(name));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            int _ = barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void others_are_woken_when_the_transaction_ended_well(DatabaseUrl url) throws Exception {
        Semaphore woken = new Semaphore(0);
        try (Database database = new Database(new PostgresConnections(url));
                var _ = new PostgresWakeups(url, woken::release)) {
            database.prepare();
            // The listener may still be on its way: calls go out until one is heard.
            do {
                database.write(
                        Database.PATIENTLY,
                        statements -> {
                            statements.wakeOthers();
                            return bump(statements, 1);
                        });
            } while (!woken.tryAcquire(200, TimeUnit.MILLISECONDS));
        }
    }
}
