package dev.tollgate.application.manage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.ManageTokenKeys;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Done;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// The management of a gateway that keeps everything in memory, on a clock that is set by hand.
final class Desk {
    static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private Instant now = START;
    private ManagementRules rules = ManagementRules.DEFAULT;
    private final InMemoryBooks books = new InMemoryBooks(() -> now, new Random(1));
    final Accounts accounts = new InMemoryAccounts(books);
    final Entities entities = new InMemoryEntities(accounts::spent);
    private final Management management =
            Management.over(
                    entities,
                    accounts,
                    () -> now,
                    new Chance(new Random(7)),
                    () -> rules,
                    () -> Secret.of("sk-master"));

    void configured(ManagementRules with) {
        rules = with;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    static Fields fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return Fields.of(values);
    }

    static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }

    Outcome keys(Actor actor, ManageKeys.Request request) {
        return management.keys().manage(actor, request);
    }

    Outcome users(Actor actor, ManageUsers.Request request) {
        return management.users().manage(actor, request);
    }

    Outcome teams(Actor actor, ManageTeams.Request request) {
        return management.teams().manage(actor, request);
    }

    Outcome tokenKeys(Actor actor, ManageTokenKeys.Request request) {
        return management.tokenKeys().manage(actor, request);
    }

    static Fields done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done) outcome).answer();
    }

    static Page page(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Page.class);
        return (Page) outcome;
    }

    static Refused refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return (Refused) outcome;
    }

    /// A key that the administrator made.
    Fields aKey(@Nullable Object... namesAndValues) {
        return made(Actor.MASTER, namesAndValues);
    }

    Fields made(Actor actor, @Nullable Object... namesAndValues) {
        return done(generate(actor, namesAndValues));
    }

    Outcome generate(Actor actor, @Nullable Object... namesAndValues) {
        return keys(actor, new ManageKeys.Request.Generate(fields(namesAndValues), false));
    }

    Outcome update(Actor actor, Fields key, @Nullable Object... namesAndValues) {
        Fields change = fields(namesAndValues).with("key", key.text("token"));
        return keys(actor, new ManageKeys.Request.Update(change));
    }

    Fields info(Fields key) {
        Outcome outcome = keys(Actor.MASTER, new ManageKeys.Request.Show(key.text("token")));
        return done(outcome).within("info");
    }

    /// A team of the administrator's with these members.
    void anOrganization(String id) {
        Entity organization =
                new Entity(
                        EntityKind.ORGANIZATION,
                        id,
                        1,
                        EntityIndex.NONE,
                        Fields.NONE,
                        now(),
                        "",
                        now(),
                        "");
        assertThat(entities.apply(List.of(new Change.Create(organization)))).isEmpty();
    }

    void aTeam(String id, @Nullable Object... namesAndValues) {
        Fields team = fields(namesAndValues).with("team_id", id);
        done(teams(Actor.MASTER, new ManageTeams.Request.Make(team)));
    }

    void joins(String team, String user, String role) {
        Fields member = fields("user_id", user, "role", role);
        done(
                teams(
                        Actor.MASTER,
                        new ManageTeams.Request.AddMembers(team, List.of(member), Fields.NONE)));
    }

    /// A key spends so much in the present period of its budget.
    void spends(Fields key, String duration, String amount) {
        Entity kept = entities.find(EntityKind.KEY, List.of(key.text("token"))).getFirst();
        Subject subject = Subject.of(Scope.KEY, kept.fields().text("tollgate_key_id"));
        BudgetAccount account =
                new Spend(accounts, () -> now, () -> rules).account(subject, duration);
        accounts.adjust(account, Usd.of(new BigDecimal(amount)), now, "test");
    }

    static Actor user(String id) {
        return new Actor(id, UserRole.INTERNAL_USER, "", "", Set.of(), Set.of(), Set.of(), id);
    }

    static Actor member(String id, String team) {
        return new Actor(
                id, UserRole.INTERNAL_USER, "", team, Set.of(team), Set.of(), Set.of(), id);
    }

    static Actor lead(String id, String team) {
        return new Actor(
                id, UserRole.INTERNAL_USER, "", team, Set.of(team), Set.of(team), Set.of(), id);
    }

    /// A user who shows this key.
    static Actor showing(String id, Fields key) {
        return new Actor(
                id,
                UserRole.INTERNAL_USER,
                key.text("token"),
                "",
                Set.of(),
                Set.of(),
                Set.of(),
                id);
    }
}
