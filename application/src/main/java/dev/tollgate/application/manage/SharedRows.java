package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Spend.Spender;
import dev.tollgate.application.port.in.manage.ManageShared.Kind;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Budgets, customers, tags and organisations as they are shown.
final class SharedRows {
    private static final int MOST_SHOWN = 100;
    private static final List<String> LIMITS =
            List.of(
                    "max_budget",
                    "soft_budget",
                    "max_parallel_requests",
                    "tpm_limit",
                    "rpm_limit",
                    "model_max_budget",
                    "budget_duration");

    private final Records records;
    private final Spend spend;

    SharedRows(Records records, Spend spend) {
        this.records = records;
        this.spend = spend;
    }

    Fields row(Kind kind, Entity entity) {
        return rows(kind, List.of(entity)).getFirst();
    }

    /// With the limits of the budgets they refer to, and for organisations their members and teams,
    /// in one look each however many they are.
    List<Fields> rows(Kind kind, List<Entity> entities) {
        List<Fields> rows = new ArrayList<>();
        List<Spender> spenders = new ArrayList<>();
        Map<String, Entity> budgets =
                records.find(
                        EntityKind.BUDGET,
                        entities.stream().map(entity -> entity.index().budget()).toList());
        for (Entity entity : entities) {
            Fields row = limited(entity, budgets);
            rows.add(row);
            entity.subject()
                    .ifPresent(
                            subject ->
                                    spenders.add(
                                            new Spender(
                                                    subject, row.text("budget_duration"), row)));
        }
        return switch (kind) {
            case BUDGET -> rows.stream().map(spend::withReset).toList();
            case CUSTOMER, TAG -> spend.added(spenders);
            case ORGANIZATION -> withPeople(entities, spend.added(spenders));
        };
    }

    /// What it does not limit itself, the budget it refers to does.
    private static Fields limited(Entity entity, Map<String, Entity> budgets) {
        Entity shared = budgets.get(entity.index().budget());
        Fields given =
                shared == null || entity.kind() == EntityKind.BUDGET
                        ? Fields.NONE
                        : shared.fields().only(LIMITS).filled();
        Fields own = entity.fields();
        Fields table = given.merged(own.only(LIMITS).filled());
        Fields row =
                MetadataFields.shown(given.merged(own))
                        .with("created_at", entity.createdAt().toString())
                        .with("created_by", entity.createdBy())
                        .with("updated_at", entity.updatedAt().toString())
                        .with("updated_by", entity.updatedBy());
        return table.isEmpty() || entity.kind() == EntityKind.BUDGET
                ? row
                : row.with("litellm_budget_table", table.with("budget_id", own.get("budget_id")));
    }

    private List<Fields> withPeople(List<Entity> organizations, List<Fields> rows) {
        List<String> ids = organizations.stream().map(Entity::id).toList();
        Map<String, EntityPage> members = of(EntityKind.ORGANIZATION_MEMBER, ids);
        Map<String, EntityPage> teams = of(EntityKind.TEAM, ids);
        List<Fields> all = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            all.add(
                    rows.get(i)
                            .with("members", shown(members, ids.get(i)))
                            .with("teams", shown(teams, ids.get(i))));
        }
        return all;
    }

    private Map<String, EntityPage> of(EntityKind kind, List<String> organizations) {
        return organizations.isEmpty()
                ? Map.of()
                : records.entities().belonging(kind, Owner.ORGANIZATION, organizations, MOST_SHOWN);
    }

    private static List<Fields> shown(Map<String, EntityPage> pages, String id) {
        EntityPage page = pages.get(id);
        return page == null ? List.of() : page.entities().stream().map(Entity::fields).toList();
    }
}
