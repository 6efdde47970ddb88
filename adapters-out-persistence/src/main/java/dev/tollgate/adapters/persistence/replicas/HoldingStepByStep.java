package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.port.out.LimitParts.Part;
import dev.tollgate.application.port.out.LimitParts.Wish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells, reads, decides, writes: for a database within the process.
final class HoldingStepByStep {
    private static final String HEARD =
            "INSERT INTO tollgate.instance (name, heard) VALUES (?, %s)"
                    + " ON CONFLICT (name) DO UPDATE SET heard = excluded.heard";
    private static final String MINE =
            "SELECT held, told FROM tollgate.limit_part WHERE name = ? AND instance = ?";
    private static final String OTHERS =
            "SELECT coalesce(sum(p.held), 0) AS held, coalesce(sum(max(0, p.held - p.used)), 0) AS"
                + " idle FROM tollgate.limit_part p JOIN tollgate.instance i ON i.name = p.instance"
                + " WHERE p.name = ? AND p.instance <> ? AND i.heard > %s - ?";
    private static final String TELL =
            "INSERT INTO tollgate.limit_part (name, instance, held, used, told, touched) VALUES (?,"
                    + " ?, ?, ?, ?, %s) ON CONFLICT (name, instance) DO UPDATE SET held ="
                    + " excluded.held, used = excluded.used, recalled = 0, told = excluded.told,"
                    + " touched = excluded.touched";
    private static final String GIVE =
            "UPDATE tollgate.limit_part SET held = held + ?, used = used + ? WHERE name = ? AND"
                    + " instance = ?";
    private static final String RECALL =
            "UPDATE tollgate.limit_part SET recalled = 1"
                    + " WHERE name = ? AND instance <> ? AND held > 0";

    private HoldingStepByStep() {}

    static List<Part> hold(Statements sql, String instance, List<Wish> wishes) {
        change(sql, HEARD.formatted(SqlLimitParts.now(sql)), instance);
        List<Part> told = wishes.stream().map(wish -> tell(sql, instance, wish)).toList();
        boolean all = told.stream().allMatch(Part::enough);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            parts.add(all ? give(sql, instance, wish, told.get(i)) : told.get(i));
            if (!told.get(i).enough()) {
                change(sql, RECALL, wish.limit(), instance);
            }
        }
        return parts;
    }

    private static Part tell(Statements sql, String instance, Wish wish) {
        Optional<Part> newer =
                sql.first(
                                MINE,
                                List.of(wish.limit(), instance),
                                row -> new long[] {row.number("told"), row.number("held")})
                        .filter(row -> row[0] >= wish.order())
                        .map(row -> part(sql, instance, wish, row[1], false));
        if (newer.isPresent()) {
            return newer.get();
        }
        String now = SqlLimitParts.now(sql);
        change(
                sql,
                TELL.formatted(now),
                wish.limit(),
                instance,
                wish.held(),
                wish.used(),
                wish.order());
        Part told = part(sql, instance, wish, wish.held(), true);
        long free = wish.allowed() - wish.held() - told.others();
        boolean enough = wish.least() == 0 || free >= wish.least();
        return new Part(told.held(), told.others(), told.idle(), enough);
    }

    private static Part part(
            Statements sql, String instance, Wish wish, long held, boolean enough) {
        return sql.query(
                        OTHERS.formatted(SqlLimitParts.now(sql)),
                        List.of(wish.limit(), instance, LimitParts.SILENT_FOR.toMillis()),
                        row -> new Part(held, row.number("held"), row.number("idle"), enough))
                .getFirst();
    }

    private static Part give(Statements sql, String instance, Wish wish, Part told) {
        long free = Math.max(0, wish.allowed() - told.held() - told.others());
        long granted = Math.min(free, wish.wanted());
        if (granted > 0) {
            change(sql, GIVE, granted, wish.least(), wish.limit(), instance);
        }
        return new Part(told.held() + granted, told.others(), told.idle(), true);
    }

    private static void change(Statements sql, String statement, Object... arguments) {
        long _ = sql.update(statement, List.of(arguments));
    }
}
