package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes users. Here null, and empty lists and maps, leave a field as it is, but for
/// `max_budget`, which null clears: clients send all they know of a user, and nobody's model list
/// may be opened by an empty one.
final class ChangeUser {
    private static final int MOST_AT_ONCE = 500;
    private static final Set<String> NOT_KEPT =
            Set.of(
                    "spend",
                    "teams",
                    "auto_create_key",
                    "duration",
                    "key_alias",
                    "team_id",
                    "key",
                    "send_invite_email",
                    "organizations");

    /// What users may change of themselves.
    private static final Set<String> OWN = Set.of("user_id", "user_alias");

    private final Records records;
    private final Members members;
    private final MakeUser makeUser;
    private final UserRows rows;
    private final CarryOver spend;

    ChangeUser(
            Records records, Members members, MakeUser makeUser, UserRows rows, CarryOver spend) {
        this.records = records;
        this.members = members;
        this.makeUser = makeUser;
        this.rows = rows;
        this.spend = spend;
    }

    Outcome update(Actor actor, Fields asked) {
        String id = asked.text("user_id");
        String email = asked.text("user_email");
        if (id.isEmpty() && email.isEmpty()) {
            return Outcome.incomplete("user_id", "Either user_id or user_email is needed.");
        }
        Optional<Refused> refused = refusal(actor, asked);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (members.user(id, email).isEmpty()) {
            return made(actor, asked);
        }
        return records.carryOut(
                () ->
                        members.user(id, email)
                                .map(old -> plan(actor, old, asked))
                                .orElseGet(
                                        () ->
                                                Plan.refuse(
                                                        Outcome.missing(
                                                                "user_id",
                                                                "User " + id + " not found"))));
    }

    private Outcome made(Actor actor, Fields asked) {
        return switch (makeUser.make(actor, asked.with("auto_create_key", false))) {
            case Outcome.Done(Fields row) -> told(row);
            case Outcome.Page page -> page;
            case Refused why -> why;
        };
    }

    /// Each by itself: what is wrong with one of them does not hinder the others.
    Outcome updateAll(Actor actor, List<Fields> changes) {
        if (changes.isEmpty() || changes.size() > MOST_AT_ONCE) {
            return Outcome.invalid("users", "users must hold 1 to 500 changes.");
        }
        List<Fields> results = new ArrayList<>();
        int done = 0;
        for (Fields change : changes) {
            Outcome outcome = update(actor, change);
            boolean well = outcome instanceof Outcome.Done;
            done += well ? 1 : 0;
            Fields result =
                    Fields.NONE
                            .with("user_id", change.get("user_id"))
                            .with("user_email", change.get("user_email"))
                            .with("success", well);
            results.add(
                    switch (outcome) {
                        case Outcome.Done(Fields answer) ->
                                result.with("updated_user", answer.get("data"));
                        case Refused why -> result.with("error", why.message());
                        case Outcome.Page _ -> result;
                    });
        }
        return new Outcome.Done(
                Fields.NONE
                        .with("results", results)
                        .with("total_requested", changes.size())
                        .with("successful_updates", done)
                        .with("failed_updates", changes.size() - done));
    }

    private static Optional<Refused> refusal(Actor actor, Fields asked) {
        if (!actor.admin() && !actor.is(asked.text("user_id"))) {
            return Optional.of(Outcome.forbidden("You may change yourself only."));
        }
        Optional<String> others =
                asked.names().stream()
                        .filter(name -> changes(asked, name) && !OWN.contains(name))
                        .findFirst();
        if (!actor.admin() && others.isPresent()) {
            return Optional.of(Outcome.forbidden(others.get() + " is for administrators to set."));
        }
        return UserRoles.check(asked).or(() -> Limits.check(asked));
    }

    private Plan plan(Actor actor, Entity old, Fields asked) {
        Fields change =
                asked.except(NOT_KEPT)
                        .only(asked.names().stream().filter(name -> changes(asked, name)).toList());
        Fields fields =
                old.fields()
                        .merged(MetadataFields.change(change, old.fields()))
                        .with("user_id", old.id())
                        .filled();
        Entity next = records.changed(old, Indexes.user(fields), fields, actor);
        return new Plan.Write(
                List.of(new Change.Replace(next)),
                () -> {
                    spend.after(
                            UserRows.subject(old.id()),
                            old.fields(),
                            fields,
                            asked,
                            actor.author());
                    return told(rows.row(next));
                },
                conflict -> MakeUser.taken(conflict, fields));
    }

    private static boolean changes(Fields asked, String name) {
        return asked.says(name) || name.equals("max_budget");
    }

    private static Outcome told(Fields row) {
        return new Outcome.Done(Fields.NONE.with("user_id", row.get("user_id")).with("data", row));
    }
}
