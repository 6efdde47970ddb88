package dev.tollgate.application.spend;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.application.port.in.spend.ReportSpend.Report;
import dev.tollgate.application.port.in.spend.ReportSpend.Spender;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.money.Usd;

import java.util.List;
import java.util.Map;

/// Keys or users in the order of what they ever spent.
final class TopSpenders {
    private final Entities entities;
    private final Accounts accounts;

    TopSpenders(Entities entities, Accounts accounts) {
        this.entities = entities;
        this.accounts = accounts;
    }

    Report of(Actor actor, Question.Spenders asked) {
        boolean own = asked.users() && actor.is(asked.id());
        if (!actor.seesAll() && !own) {
            return new Report.Forbidden(SpendRights.REFUSAL);
        }
        EntityKind kind = asked.users() ? EntityKind.USER : EntityKind.KEY;
        List<Entity> found =
                asked.id().isEmpty()
                        ? entities.list(query(kind, asked.most())).entities()
                        : entities.find(kind, List.of(asked.id()));
        Map<Subject, Usd> spent = accounts.spent(found.stream().map(TopSpenders::subject).toList());
        return new Report.Spenders(
                found.stream()
                        .map(each -> spender(each, spent.getOrDefault(subject(each), Usd.ZERO)))
                        .toList());
    }

    private static EntityQuery query(EntityKind kind, int most) {
        return new EntityQuery(
                kind, EntityIndex.NONE, EntityIndex.NONE, false, Sort.SPEND, true, 0, most);
    }

    private static Subject subject(Entity entity) {
        return entity.kind() == EntityKind.KEY
                ? Subject.of(Scope.KEY, entity.fields().text("tollgate_key_id"))
                : Subject.of(Scope.USER, entity.id());
    }

    private static Spender spender(Entity entity, Usd spend) {
        return new Spender(
                entity.id(),
                entity.index().name(),
                entity.fields().text("key_name"),
                entity.kind() == EntityKind.USER ? entity.id() : entity.index().user(),
                entity.index().team(),
                spend,
                entity.fields().number("max_budget").map(Usd::of).orElse(Usd.ZERO));
    }
}
