package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.application.port.out.SpendRecords.EntryQuery;
import dev.tollgate.domain.entity.KeptText;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Which entries are asked for.
final class EntryConditions {
    /// Times beyond are no times of entries, and beyond what a database counts.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private EntryConditions() {}

    /// Whether there can be such entries: none has a text that no database keeps.
    static boolean canHold(EntryQuery query) {
        return Stream.of(
                        query.id(),
                        query.keyHash(),
                        query.user(),
                        query.team(),
                        query.organization(),
                        query.customer(),
                        query.deployment(),
                        query.session(),
                        query.model(),
                        query.keyAlias(),
                        query.message(),
                        query.tag())
                .allMatch(KeptText::isPossible);
    }

    static Conditions of(EntryQuery query, SqlForm form) {
        Conditions where = new Conditions();
        if (query.calls()) {
            where.and(form.isYes("is_last"));
        }
        String time = form.parameter(Column.Type.TIME);
        if (query.from().isAfter(FIRST)) {
            where.and("started_at >= " + time, LedgerRow.micros(earlier(query.from())));
        }
        if (query.to().isBefore(LAST)) {
            where.and("started_at < " + time, LedgerRow.micros(query.to()));
        }
        where.equal("key_hash", query.keyHash())
                .equal("team_id", query.team())
                .equal("organization_id", query.organization())
                .equal("customer", query.customer())
                .equal("deployment", query.deployment())
                .equal("session_id", query.session());
        users(where, query, form);
        amounts(where, query, form);
        ids(where, query, form);
        if (!query.model().isEmpty()) {
            String model = query.model();
            where.and("(model = ? OR model_group = ? OR asked_group = ?)", model, model, model);
        }
        if (!query.tag().isEmpty()) {
            where.and(form.contains("tags"), form.member(query.tag()));
        }
        if (!query.keyAlias().isEmpty()) {
            where.and("key_alias <> '' AND " + form.hasPart("key_alias"), query.keyAlias());
        }
        failures(where, query, form);
        if (!query.statuses().isEmpty()) {
            List<String> names = query.statuses().stream().map(Enum::name).toList();
            where.and(form.isAnyOf("status"), form.list(names));
        }
        return where;
    }

    private static void failures(Conditions where, EntryQuery query, SqlForm form) {
        if (!query.errors().isEmpty()) {
            List<String> possible = query.errors().stream().filter(KeptText::isPossible).toList();
            where.and("error <> '' AND " + form.isAnyOf("error"), form.list(possible));
        }
        if (!query.message().isEmpty()) {
            where.and("error <> '' AND " + form.hasPart("message"), query.message());
        }
    }

    private static void users(Conditions where, EntryQuery query, SqlForm form) {
        if (query.user().isEmpty() || query.orTeams().isEmpty()) {
            where.equal("user_id", query.user());
        } else {
            List<String> teams = query.orTeams().stream().filter(KeptText::isPossible).toList();
            where.and(
                    "(%s OR team_id <> '' AND %s)"
                            .formatted(Conditions.is("user_id"), form.isAnyOf("team_id")),
                    query.user(),
                    form.list(teams));
        }
    }

    private static Instant earlier(Instant from) {
        return from.isAfter(LAST) ? LAST : from;
    }

    private static void amounts(Conditions where, EntryQuery query, SqlForm form) {
        String amount = form.parameter(Column.Type.MONEY);
        if (query.atLeast().nanos() != Long.MIN_VALUE) {
            where.and("coalesce(cost, 0) >= " + amount, query.atLeast().nanos());
        }
        if (query.atMost().nanos() != Long.MAX_VALUE) {
            where.and("coalesce(cost, 0) <= " + amount, query.atMost().nanos());
        }
    }

    private static void ids(Conditions where, EntryQuery query, SqlForm form) {
        if (query.id().isEmpty()) {
            return;
        }
        List<Object> arguments = new ArrayList<>(List.of(query.id(), query.id()));
        String condition =
                "(%s) OR (%s)".formatted(Conditions.is("caller_id"), Conditions.is("response_id"));
        Optional<UUID> uuid = uuid(query.id());
        if (uuid.isPresent()) {
            String id = form.parameter(Column.Type.UUID);
            condition += " OR id = %s OR call_id = %s".formatted(id, id);
            arguments.add(uuid.get().toString());
            arguments.add(uuid.get().toString());
        }
        where.and("(" + condition + ")", arguments.toArray());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
