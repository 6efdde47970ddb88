package dev.tollgate.adapters.persistence.litellm;

import dev.tollgate.adapters.persistence.postgres.ReadOnlySnapshot;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.port.out.ForeignRecords.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The statements that read LiteLLM's tables. Each row is one JSON text, so that columns which only
/// some versions have need no statement of their own.
final class LitellmQuestions {
    /// Never read: passwords, and what is large and not taken over.
    private static final Set<String> NOT_READ =
            Set.of("password", "messages", "response", "proxy_server_request");

    private final LitellmTables tables;

    LitellmQuestions(LitellmTables tables) {
        this.tables = tables;
    }

    /// All rows of a kind; nothing where there is no such table.
    Optional<String> rows(Kind kind) {
        return switch (kind) {
            case BUDGETS -> rows("LiteLLM_BudgetTable", "budget_id", List.of());
            case ORGANIZATIONS ->
                    rows(
                            "LiteLLM_OrganizationTable",
                            "organization_id",
                            spending("LiteLLM_DailyOrganizationSpend", "organization_id"));
            case USERS ->
                    rows(
                            "LiteLLM_UserTable",
                            "user_id",
                            spending("LiteLLM_DailyUserSpend", "user_id"));
            case ORGANIZATION_MEMBERS ->
                    rows("LiteLLM_OrganizationMembership", "organization_id", List.of());
            case TEAMS -> rows("LiteLLM_TeamTable", "team_id", ofTeams());
            case CUSTOMERS ->
                    rows(
                            "LiteLLM_EndUserTable",
                            "user_id",
                            spending("LiteLLM_DailyEndUserSpend", "end_user_id", "user_id"));
            case TAGS ->
                    rows(
                            "LiteLLM_TagTable",
                            "tag_name",
                            spending("LiteLLM_DailyTagSpend", "tag", "tag_name"));
            case KEYS ->
                    rows(
                            "LiteLLM_VerificationToken",
                            "token",
                            spending("LiteLLM_DailyUserSpend", "api_key", "token"));
            case RETIRED_KEYS -> rows("LiteLLM_DeprecatedVerificationToken", "token", List.of());
            case PROJECTS -> rows("LiteLLM_ProjectTable", "project_id", List.of());
            case MODELS -> rows("LiteLLM_ProxyModelTable", "model_id", List.of());
            case CREDENTIALS -> rows("LiteLLM_CredentialsTable", "credential_name", List.of());
            case ACCESS_GROUPS -> rows("LiteLLM_AccessGroupTable", "access_group_id", List.of());
            case JWT_KEY_MAPPINGS -> rows("LiteLLM_JWTKeyMapping", "id", List.of());
            case SPEND_LOGS -> rows("LiteLLM_SpendLogs", "startTime", List.of());
        };
    }

    /// A further column of each row.
    ///
    /// @param needs tables and their columns, `TABLE.column`
    private record Extra(String name, String sql, List<String> needs) {}

    private Optional<String> rows(String table, String order, List<Extra> extras) {
        if (!tables.has(table, order)) {
            return Optional.empty();
        }
        List<String> selected = new ArrayList<>();
        for (String column : tables.of(table)) {
            if (!NOT_READ.contains(column)) {
                selected.add("t." + ReadOnlySnapshot.identifier(column));
            }
        }
        for (Extra extra : extras) {
            if (extra.needs().stream().allMatch(need -> there(table, need))) {
                selected.add("(%s) AS %s".formatted(extra.sql(), extra.name()));
            }
        }
        return Optional.of(
                "SELECT row_to_json(x) FROM (SELECT %s FROM %s t ORDER BY t.%s) x"
                        .formatted(
                                selected.stream().collect(Collectors.joining(", ")),
                                ReadOnlySnapshot.identifier(table),
                                ReadOnlySnapshot.identifier(order)));
    }

    private boolean there(String own, String need) {
        int dot = need.indexOf('.');
        return tables.has(dot == 0 ? own : need.substring(0, dot), need.substring(dot + 1));
    }

    private static List<Extra> spending(String daily, String id) {
        return spending(daily, id, id);
    }

    private static List<Extra> spending(String daily, String column, String id) {
        return List.of(budget(), ever(daily, column, id));
    }

    private static Extra budget() {
        return new Extra(
                ForeignRecords.BUDGET,
                "SELECT row_to_json(b) FROM \"LiteLLM_BudgetTable\" b WHERE b.budget_id ="
                        + " t.budget_id",
                List.of(".budget_id", "LiteLLM_BudgetTable.budget_id"));
    }

    private static Extra ever(String daily, String column, String id) {
        return new Extra(
                ForeignRecords.EVER,
                "SELECT sum(d.spend) FROM \"%s\" d WHERE d.%s = t.%s".formatted(daily, column, id),
                List.of(daily + ".spend", daily + "." + column));
    }

    private static List<Extra> ofTeams() {
        return List.of(
                ever("LiteLLM_DailyTeamSpend", "team_id", "team_id"),
                new Extra(
                        ForeignRecords.MEMBERSHIPS,
                        "SELECT json_agg(row_to_json(m)) FROM (SELECT p.*, row_to_json(b) AS "
                                + ForeignRecords.BUDGET
                                + " FROM \"LiteLLM_TeamMembership\" p LEFT JOIN"
                                + " \"LiteLLM_BudgetTable\" b ON b.budget_id = p.budget_id"
                                + " WHERE p.team_id = t.team_id ORDER BY p.user_id) m",
                        List.of(
                                "LiteLLM_TeamMembership.budget_id",
                                "LiteLLM_BudgetTable.budget_id")),
                new Extra(
                        ForeignRecords.MEMBER_BUDGET,
                        "SELECT row_to_json(b) FROM \"LiteLLM_BudgetTable\" b"
                                + " WHERE b.budget_id = t.metadata ->> 'team_member_budget_id'",
                        List.of(".metadata", "LiteLLM_BudgetTable.budget_id")),
                new Extra(
                        ForeignRecords.ALIASES,
                        "SELECT row_to_json(a) FROM \"LiteLLM_ModelTable\" a WHERE a.id ="
                                + " t.model_id",
                        List.of(".model_id", "LiteLLM_ModelTable.aliases")));
    }
}
