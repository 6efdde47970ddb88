package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.port.out.LimitParts.Part;
import dev.tollgate.application.port.out.LimitParts.Wish;

import java.util.List;
import java.util.function.ToLongFunction;

/// One statement: PostgreSQL decides by itself.
final class HoldingAtOnce {
    private static final String HOLD =
            "SELECT held, others, idle, enough FROM tollgate.hold_limit_parts(?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?)";

    private HoldingAtOnce() {}

    static List<Part> hold(Statements sql, String instance, List<Wish> wishes) {
        List<Object> arguments =
                List.of(
                        instance,
                        LimitParts.SILENT_FOR.toMillis(),
                        wishes.stream().map(Wish::limit).toArray(String[]::new),
                        wholes(wishes, Wish::allowed),
                        wholes(wishes, Wish::held),
                        wholes(wishes, Wish::used),
                        wholes(wishes, Wish::least),
                        wholes(wishes, Wish::wanted),
                        wholes(wishes, Wish::order));
        return sql.query(HOLD, arguments, HoldingAtOnce::part);
    }

    private static Long[] wholes(List<Wish> wishes, ToLongFunction<Wish> whole) {
        return wishes.stream().map(whole::applyAsLong).toArray(Long[]::new);
    }

    private static Part part(Row row) {
        return new Part(
                row.number("held"), row.number("others"), row.number("idle"), row.yes("enough"));
    }
}
