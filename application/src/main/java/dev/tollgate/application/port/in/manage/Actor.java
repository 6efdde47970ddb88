package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Fields;

import java.util.Set;

/// Who makes a management call.
///
/// @param userId the user; empty: the key belongs to none
/// @param keyHash SHA-256 of the key that was shown; empty: the master key
/// @param team the team of that key; empty: none
/// @param teams whose member the user is
/// @param ledTeams whose administrator the user is
/// @param ledOrganizations whose administrator the user is
/// @param author who is written down as the one who changed something
/// @param limits of a credential that is not kept, as a key would have them
public record Actor(
        String userId,
        UserRole role,
        String keyHash,
        String team,
        Set<String> teams,
        Set<String> ledTeams,
        Set<String> ledOrganizations,
        String author,
        Fields limits) {
    /// The user that the master key stands for.
    public static final String DEFAULT_USER = "default_user_id";

    /// Who holds the master key.
    public static final Actor MASTER =
            new Actor(
                    DEFAULT_USER,
                    UserRole.PROXY_ADMIN,
                    "",
                    "",
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    DEFAULT_USER);

    /// Whose credential, if any, is kept.
    public Actor(
            String userId,
            UserRole role,
            String keyHash,
            String team,
            Set<String> teams,
            Set<String> ledTeams,
            Set<String> ledOrganizations,
            String author) {
        this(userId, role, keyHash, team, teams, ledTeams, ledOrganizations, author, Fields.NONE);
    }

    public Actor {
        teams = Set.copyOf(teams);
        ledTeams = Set.copyOf(ledTeams);
        ledOrganizations = Set.copyOf(ledOrganizations);
    }

    public boolean admin() {
        return role == UserRole.PROXY_ADMIN;
    }

    public boolean seesAll() {
        return role.seesAll();
    }

    /// The same, shown what is others'.
    public Actor seeingAll() {
        return seesAll() ? this : with(UserRole.PROXY_ADMIN_VIEWER, author);
    }

    /// Whether this is the user; who has none is nobody's.
    public boolean is(String user) {
        return !user.isEmpty() && user.equals(userId);
    }

    /// The same, writing under another name. Only who may do everything can.
    public Actor as(String name) {
        return admin() && !name.isEmpty() ? with(role, name) : this;
    }

    private Actor with(UserRole another, String name) {
        return new Actor(
                userId, another, keyHash, team, teams, ledTeams, ledOrganizations, name, limits);
    }
}
