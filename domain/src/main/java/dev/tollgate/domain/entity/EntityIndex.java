package dev.tollgate.domain.entity;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/// What an entity is found by besides its id; empty: not by that. Made from its fields by whoever
/// writes it.
///
/// @param name unique among its kind: a key's alias, a user's e-mail address
/// @param label not unique: a team's or user's alias, a key's project
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

    public EntityIndex {
        KeptText.checked("name", name);
        KeptText.checked("label", label);
        KeptText.checked("user_id", user);
        KeptText.checked("team_id", team);
        KeptText.checked("organization_id", organization);
        KeptText.checked("budget_id", budget);
        KeptText.checked("role", role);
    }

    /// What it is made of, in the order of its declaration.
    public List<String> parts() {
        return List.of(name, label, user, team, organization, budget, role);
    }

    /// The same without the difference between upper and lower case.
    public EntityIndex folded() {
        return new EntityIndex(
                folded(name),
                folded(label),
                folded(user),
                folded(team),
                folded(organization),
                folded(budget),
                folded(role));
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// Whether each part agrees with the one that is asked for; empty ones ask for nothing.
    ///
    /// @param agrees of this one's part and the one that is asked for
    public boolean agrees(EntityIndex asked, BiPredicate<String, String> agrees) {
        List<String> mine = parts();
        List<String> others = asked.parts();
        for (int i = 0; i < mine.size(); i++) {
            if (!others.get(i).isEmpty() && !agrees.test(mine.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
