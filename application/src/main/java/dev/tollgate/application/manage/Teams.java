package dev.tollgate.application.manage;

import dev.tollgate.domain.entity.Fields;

import java.util.List;

/// What is known of teams in several places.
final class Teams {
    /// What members may do with their team's keys unless the team says otherwise.
    static final List<String> USUAL_PERMISSIONS = List.of("/key/info", "/key/health");

    private Teams() {}

    static List<String> permissions(Fields team) {
        return team.set("team_member_permissions")
                ? team.texts("team_member_permissions")
                : USUAL_PERMISSIONS;
    }

    /// The id of a membership.
    static String member(String team, String user) {
        return team + "/" + user;
    }
}
