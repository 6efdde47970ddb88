package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.ManageShared.Kind;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.Optional;

/// The form in which objects are kept, for those that come from elsewhere and not by a call.
public final class KeptForm {
    /// The field with a key's immutable id.
    public static final String KEY_IDENTITY = KeyRows.IDENTITY;

    private static final int LONGEST_ID = 255;

    private KeptForm() {}

    /// Without what says nothing, and with what callers also find within `metadata` beside it.
    public static Fields of(Fields fields) {
        Fields saying = fields;
        for (String name : fields.names()) {
            if (!fields.says(name)) {
                saying = saying.without(name);
            }
        }
        return Limits.normalised(MetadataFields.kept(saying));
    }

    /// A deployment in the form of a file's entry, under this id.
    public static Fields model(String id, Fields model) {
        Fields kept = ModelFields.withId(model, id);
        return ModelFields.merged(Fields.NONE, kept);
    }

    /// An access group of another gateway.
    public static Fields accessGroup(Fields row) {
        return GroupAssignments.keptForm(row);
    }

    /// A mapping of another gateway's.
    public static Fields tokenKey(Fields row) {
        return TokenKeyRequests.keptForm(row);
    }

    /// What such an object is found by.
    public static EntityIndex index(EntityKind kind, Fields kept) {
        return switch (kind) {
            case KEY -> Indexes.key(kept);
            case RETIRED_KEY -> Indexes.retired(kept);
            case USER -> Indexes.user(kept);
            case TEAM -> Indexes.team(kept);
            case TEAM_MEMBER -> Indexes.member(kept);
            case ORGANIZATION_MEMBER -> OrganizationMembers.index(kept);
            case ORGANIZATION -> SharedObjects.index(Kind.ORGANIZATION, kept);
            case BUDGET -> SharedObjects.index(Kind.BUDGET, kept);
            case CUSTOMER -> SharedObjects.index(Kind.CUSTOMER, kept);
            case TAG -> SharedObjects.index(Kind.TAG, kept);
            case MODEL -> StoredModels.index(kept);
            case CREDENTIAL -> EntityIndex.NONE;
            case ACCESS_GROUP -> GroupNames.index(kept.text(GroupNames.NAME));
            case TOKEN_KEY -> TokenKeyRequests.index(kept);
            case CONFIG, ALERT -> throw new IllegalArgumentException(kind + " is not managed here");
        };
    }

    /// The id of somebody within a team or an organisation.
    public static String membership(String group, String user) {
        return Teams.member(group, user);
    }

    /// Which rule an object breaks, in one sentence for people.
    public static Optional<String> wrong(EntityKind kind, String id, Fields kept) {
        boolean group = kind == EntityKind.TEAM || kind == EntityKind.ORGANIZATION;
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            return Optional.of("an id has 1 to 255 characters, not " + id.length());
        }
        if (group && id.contains("/")) {
            return Optional.of("its id has a slash, which would make members' ids ambiguous");
        }
        Optional<Refused> refused =
                switch (kind) {
                    case MODEL -> ModelFields.complete(kept).or(() -> ModelFields.allowed(kept));
                    case CREDENTIAL ->
                            CredentialFields.complete(kept)
                                    .or(() -> ModelFields.harmless(kept, CredentialFields.VALUES));
                    case ACCESS_GROUP ->
                            GroupNames.wrong(kept.text(GroupNames.NAME), "access_group_name")
                                    .or(() -> GroupAssignments.tooLong(kept));
                    case TOKEN_KEY -> TokenKeyRequests.wrong(kept);
                    case KEY,
                            RETIRED_KEY,
                            USER,
                            TEAM,
                            TEAM_MEMBER,
                            ORGANIZATION,
                            ORGANIZATION_MEMBER,
                            BUDGET,
                            CUSTOMER,
                            TAG,
                            CONFIG,
                            ALERT ->
                            Limits.check(kept);
                };
        return refused.map(Refused::message);
    }
}
