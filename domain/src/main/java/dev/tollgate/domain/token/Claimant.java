package dev.tollgate.domain.token;

import dev.tollgate.domain.access.UserRole;

import java.util.List;
import java.util.Optional;

/// Who a token is for, by its own words. Texts are empty where it does not say.
///
/// @param standing what it stands for
/// @param identity the same for all tokens of this one: issuer and subject
/// @param emailVerified whether the provider says that the address is theirs
/// @param mainTeam the id of the one team that it names by itself
/// @param teams ids of all, the most wanted first
/// @param teamAlias of a further team, the most wanted
/// @param customer on whose behalf it is used
/// @param role that the user is to have; empty: it does not say
/// @param models that its scopes open; empty: they say nothing of models
/// @param routes that it may call; empty: all that its role may
public record Claimant(
        Standing standing,
        String identity,
        String user,
        String email,
        boolean emailVerified,
        String mainTeam,
        List<String> teams,
        String teamAlias,
        String organization,
        String organizationAlias,
        String customer,
        Optional<UserRole> role,
        Optional<List<String>> models,
        List<String> routes) {
    public Claimant {
        teams = List.copyOf(teams);
        routes = List.copyOf(routes);
    }

    /// Whether it names a team in any way.
    public boolean ofTeam() {
        return !teams.isEmpty() || !teamAlias.isEmpty();
    }

    public enum Standing {
        ADMIN,
        USER,
        TEAM
    }
}
