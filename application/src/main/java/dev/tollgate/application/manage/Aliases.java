package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.entity.Fields;

import java.util.Optional;
import java.util.regex.Pattern;

/// The names that people give keys, unique among all keys.
final class Aliases {
    private static final Pattern STRICT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_\\-/.@ ]{0,253}");
    private static final int LONGEST = 255;

    private Aliases() {}

    static Optional<Refused> check(Fields key, ManagementRules rules) {
        String alias = key.text("key_alias");
        if (alias.isEmpty()) {
            return Optional.empty();
        }
        if (alias.length() > LONGEST) {
            return Optional.of(
                    Outcome.invalid("key_alias", "key_alias has at most 255 characters."));
        }
        return !rules.strictAliases() || STRICT.matcher(alias).matches()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "key_alias",
                                "Invalid key_alias format: it begins with a letter or digit and"
                                        + " holds only those and _ - / . @ and spaces."));
    }

    static Refused taken(Fields key) {
        return Outcome.invalid(
                "key_alias",
                "Key with alias '%s' already exists. Unique key aliases across all keys are required."
                        .formatted(key.text("key_alias")));
    }
}
