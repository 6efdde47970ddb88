package dev.tollgate.domain.entity;

/// What an entity is found by besides its id; empty: not by that. Made from its fields by whoever
/// writes it.
///
/// @param name unique among its kind: a key's alias, a user's e-mail address
/// @param label not unique: a team's or user's alias
/// @param user the user it belongs to
/// @param team the team it belongs to
/// @param organization the organisation it belongs to
/// @param budget the budget it takes its limits from
/// @param role of a user
public record EntityIndex(
        String name,
        String label,
        String user,
        String team,
        String organization,
        String budget,
        String role) {
    public static final EntityIndex NONE = new EntityIndex("", "", "", "", "", "", "");
}
