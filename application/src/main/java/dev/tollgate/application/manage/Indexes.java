package dev.tollgate.application.manage;

import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.Fields;

import java.util.Locale;

/// What entities are found by, made from their fields.
final class Indexes {
    private Indexes() {}

    static EntityIndex key(Fields key) {
        return new EntityIndex(
                key.text("key_alias"),
                key.text("project_id"),
                key.text("user_id"),
                key.text("team_id"),
                key.text("organization_id"),
                key.text("budget_id"),
                "");
    }

    /// Found by the immutable id of the key that took its place.
    static EntityIndex retired(Fields retired) {
        return new EntityIndex("", retired.text("tollgate_key_id"), "", "", "", "", "");
    }

    /// E-mail addresses are the same however they are capitalised.
    static EntityIndex user(Fields user) {
        return new EntityIndex(
                user.text("user_email").toLowerCase(Locale.ROOT),
                user.text("user_alias"),
                "",
                "",
                "",
                user.text("budget_id"),
                user.text("user_role"));
    }

    static EntityIndex team(Fields team) {
        return new EntityIndex(
                "",
                team.text("team_alias"),
                "",
                "",
                team.text("organization_id"),
                team.text("budget_id"),
                "");
    }

    static EntityIndex member(Fields member) {
        return new EntityIndex(
                "",
                "",
                member.text("user_id"),
                member.text("team_id"),
                "",
                member.text("budget_id"),
                member.text("role"));
    }
}
