package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sql.Dialect;

import java.time.Duration;
import java.util.List;

/// A hundred thousand keys of a thousand users in a hundred teams.
final class ManyKeys {
    static final int KEYS = 100_000;

    private ManyKeys() {}

    static void make(Database database) {
        String numbers =
                switch (database.dialect()) {
                    case POSTGRESQL -> "select n from generate_series(1, %d) n".formatted(KEYS);
                    case SQLITE ->
                            "with recursive c(n) as (select 1 union all select n + 1 from c where n < %d) select n from c"
                                    .formatted(KEYS);
                };
        long _ =
                database.write(
                        Duration.ofMinutes(5),
                        statements -> {
                            long made =
                                    statements.update(
                                            insert(database.dialect(), numbers), List.of());
                            long _ = statements.update("analyze tollgate.entity", List.of());
                            return made;
                        });
    }

    private static String insert(Dialect dialect, String numbers) {
        String at =
                switch (dialect) {
                    case POSTGRESQL -> "timestamptz '2026-01-01' + n % 77777 * interval '1 second'";
                    case SQLITE -> "1767225600000000 + n % 77777 * 1000000";
                };
        String fields =
                """
                '{"key_alias":"alias-' || n || '","tollgate_key_id":"id-' || n || '","models":["gpt-4o"]}'
                """;
        String json = dialect == Dialect.POSTGRESQL ? "cast(" + fields + " as json)" : fields;
        return """
        insert into tollgate.entity (%s)
        select 'KEY', 'hash-' || n, 1, 'alias-' || n, '', 'user-' || (n %% 1000), 'team-' || (n %% 100), '', '', '',
          'alias-' || n, '', 'user-' || (n %% 1000), 'team-' || (n %% 100), '', '', '',
          'KEY', 'id-' || n, case when n %% 3 = 0 then cast(n as bigint) * 1000000 else null end, %s,
          %s, 'root', %s, 'root'
        from (%s) numbers
        """
                .formatted(EntityColumns.WRITTEN, json, at, at, numbers);
    }
}
