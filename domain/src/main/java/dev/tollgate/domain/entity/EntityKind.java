package dev.tollgate.domain.entity;

import java.util.Arrays;
import java.util.Optional;

/// What an [Entity] is.
public enum EntityKind {
    /// id: SHA-256 of the key, 64 hex digits; name: its alias
    KEY,
    /// the old hash of a regenerated key that is still in its grace period
    RETIRED_KEY,
    /// id: the user id; name: the e-mail address
    USER,
    TEAM,
    /// id: `team/user`
    TEAM_MEMBER,
    ORGANIZATION,
    /// id: `organisation/user`
    ORGANIZATION_MEMBER,
    BUDGET,
    /// an end user of a caller
    CUSTOMER,
    TAG,
    /// a deployment that was added while running
    MODEL,
    CREDENTIAL,
    ACCESS_GROUP,
    /// the key that stands for tokens with a claim; name: issuer, claim and value; label: the key's
    /// id
    TOKEN_KEY,
    /// id: a section of the configuration; its fields overlay the file's
    CONFIG,
    /// what the owners of a budget are told of it; role: `owed` until they were told, then `told`
    ALERT;

    /// The kind of this name, if there is one.
    public static Optional<EntityKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }

    /// Whether a copy is kept of what is deleted. None of what holds the secrets of others, or was
    /// on its way out.
    public boolean copiedWhenDeleted() {
        return switch (this) {
            case KEY,
                    USER,
                    TEAM,
                    TEAM_MEMBER,
                    ORGANIZATION,
                    ORGANIZATION_MEMBER,
                    BUDGET,
                    CUSTOMER,
                    TAG,
                    ACCESS_GROUP ->
                    true;
            case RETIRED_KEY, MODEL, CREDENTIAL, TOKEN_KEY, CONFIG, ALERT -> false;
        };
    }
}
