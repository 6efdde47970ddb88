package dev.tollgate.domain.token;

import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.Claimant.Standing;
import dev.tollgate.domain.token.TokenRules.ClaimNames;
import dev.tollgate.domain.token.TokenRules.RoleMapping;
import dev.tollgate.domain.token.TokenRules.ScopeMapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads who a token is for. Whoever it names nobody of is nobody, and has no business here.
public final class ClaimReading {
    private static final int LONGEST_ID = 255;
    private static final ClaimPath SCOPE = ClaimPath.parse("scope");
    private static final ClaimPath SUBJECT = ClaimPath.parse("sub");

    private final Fields claims;
    private final TokenRules rules;
    private final ClaimNames names;
    private final List<String> scopes;

    private ClaimReading(Fields claims, TokenRules rules) {
        this.claims = claims;
        this.rules = rules;
        this.names = rules.namesFor(claims);
        this.scopes = SCOPE.words(claims);
    }

    /// What a genuine token says.
    public static Reading of(Fields claims, TokenRules rules) {
        return new ClaimReading(claims, rules).reading();
    }

    private Reading reading() {
        Claimant claimant = claimant();
        return refusal(claimant)
                .<Reading>map(Reading.Refused::new)
                .orElseGet(() -> new Reading.For(claimant));
    }

    private Claimant claimant() {
        Optional<UserRole> mapped = standing();
        boolean admin =
                !rules.adminScope().isEmpty() && scopes.contains(rules.adminScope())
                        || mapped.equals(Optional.of(UserRole.PROXY_ADMIN));
        String user = user(mapped, admin);
        String main = admin ? "" : mainTeam(mapped);
        List<String> teams = admin ? List.of() : teams(main);
        String alias = admin ? "" : names.teamAlias().text(claims);
        boolean ofTeam = !teams.isEmpty() || !alias.isEmpty();
        Standing standing =
                admin ? Standing.ADMIN : user.isEmpty() && ofTeam ? Standing.TEAM : Standing.USER;
        return new Claimant(
                standing,
                claims.text("iss") + "\n" + identity(user, teams),
                user,
                names.email().text(claims),
                claims.yes("email_verified"),
                main,
                teams,
                alias,
                names.organization().text(claims),
                names.organizationAlias().text(claims),
                names.customer().text(claims),
                role(),
                models(),
                routes(admin, ofTeam));
    }

    private String identity(String user, List<String> teams) {
        String subject = SUBJECT.text(claims);
        return subject.isEmpty() ? user + "\n" + String.join(",", teams) : subject;
    }

    /// What a role makes of the token.
    private Optional<UserRole> standing() {
        List<String> roles = names.roles().words(claims);
        return rules.mappings().standings().stream()
                .filter(mapping -> roles.contains(mapping.name()))
                .map(RoleMapping::role)
                .findFirst();
    }

    private String user(Optional<UserRole> mapped, boolean admin) {
        if (mapped.equals(Optional.of(UserRole.INTERNAL_USER)) && !names.object().nowhere()) {
            return names.object().text(claims);
        }
        String named = names.user().text(claims);
        if (named.isEmpty() && names.user().nowhere()) {
            named = names.email().text(claims);
        }
        // Without a word on users and teams, the subject is whom the token is for. Who administers
        // is always somebody.
        boolean unsaid = names.user().nowhere() && names.email().nowhere() && !names.anyTeam();
        boolean byRole = unsaid && names.object().nowhere();
        return named.isEmpty() && (admin || byRole) ? SUBJECT.text(claims) : named;
    }

    private String mainTeam(Optional<UserRole> mapped) {
        String object =
                mapped.equals(Optional.of(UserRole.TEAM)) ? names.object().text(claims) : "";
        return object.isEmpty() ? names.team().text(claims) : object;
    }

    private List<String> teams(String main) {
        Set<String> teams = new LinkedHashSet<>();
        add(teams, main);
        teams.addAll(names.teams().all(claims));
        if (teams.isEmpty() && names.teamAlias().text(claims).isEmpty()) {
            add(teams, rules.defaultTeam());
        }
        return new ArrayList<>(teams);
    }

    private static void add(Set<String> teams, String team) {
        if (!team.isEmpty()) {
            teams.add(team);
        }
    }

    private Optional<UserRole> role() {
        List<String> roles = names.roles().words(claims);
        return rules.mappings().roles().stream()
                .filter(mapping -> roles.stream().anyMatch(role -> matches(mapping.name(), role)))
                .map(RoleMapping::role)
                .findFirst();
    }

    /// Whether a text fits a pattern, in which `*` stands for any letters.
    static boolean matches(String pattern, String text) {
        String[] pieces = pattern.split("\\*", -1);
        String first = pieces[0];
        if (pieces.length == 1) {
            return first.equals(text);
        }
        int at = first.length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = text.indexOf(pieces[i], at);
            if (found < 0) {
                return false;
            }
            at = found + pieces[i].length();
        }
        String last = pieces[pieces.length - 1];
        return text.startsWith(first) && text.endsWith(last) && at + last.length() <= text.length();
    }

    private List<ScopeMapping> opened() {
        return rules.mappings().scopes().stream()
                .filter(mapping -> scopes.contains(mapping.scope()))
                .toList();
    }

    private Optional<List<String>> models() {
        return rules.mappings().scopesOnly()
                ? Optional.of(
                        opened().stream()
                                .flatMap(each -> each.models().stream())
                                .distinct()
                                .toList())
                : Optional.empty();
    }

    private List<String> routes(boolean admin, boolean ofTeam) {
        if (admin) {
            return rules.adminRoutes();
        }
        List<String> opened =
                rules.mappings().scopesOnly()
                        ? opened().stream().flatMap(each -> each.routes().stream()).toList()
                        : List.of();
        return !opened.isEmpty() ? opened : ofTeam ? rules.teamRoutes() : List.of();
    }

    private Optional<String> refusal(Claimant claimant) {
        if (tooLong(claimant)) {
            return Optional.of("It names somebody whose id is longer than 255 characters.");
        }
        if (claimant.user().equals(KeyHolder.MASTER.user())) {
            return Optional.of("It names the user that the master key stands for.");
        }
        return switch (claimant.standing()) {
            case ADMIN ->
                    claimant.user().isEmpty()
                            ? Optional.of("It is an administrator's, but does not say whose (sub).")
                            : Optional.empty();
            case USER, TEAM -> missing(claimant).or(() -> outsider(claimant));
        };
    }

    private static boolean tooLong(Claimant claimant) {
        return claimant.user().length() > LONGEST_ID
                || claimant.email().length() > LONGEST_ID
                || claimant.organization().length() > LONGEST_ID
                || claimant.customer().length() > LONGEST_ID
                || claimant.teams().stream().anyMatch(team -> team.length() > LONGEST_ID);
    }

    private Optional<String> missing(Claimant claimant) {
        boolean own = rules.ownTeams().unnamed() && !claimant.user().isEmpty();
        boolean teamNeeded =
                rules.teamNeeded() && !own
                        || !names.team().nowhere()
                        || !names.teamAlias().nowhere();
        if (teamNeeded && !claimant.ofTeam()) {
            return Optional.of("No team found in token.");
        }
        return claimant.user().isEmpty() && !claimant.ofTeam()
                ? Optional.of("No user or team found in token.")
                : Optional.empty();
    }

    private Optional<String> outsider(Claimant claimant) {
        String domain = rules.emailDomain();
        String email = claimant.email();
        boolean doubtful = Boolean.FALSE.equals(claims.get("email_verified"));
        if (!domain.isEmpty()
                && (doubtful
                        || !email.toLowerCase(Locale.ROOT)
                                .substring(email.lastIndexOf('@') + 1)
                                .equals(domain.toLowerCase(Locale.ROOT))
                        || email.indexOf('@') < 1)) {
            return Optional.of("Email domain not allowed.");
        }
        boolean user = claimant.standing() == Standing.USER && !rules.userRoles().isEmpty();
        List<String> roles = names.userRoles().words(claims);
        return user && roles.stream().noneMatch(rules.userRoles()::contains)
                ? Optional.of("None of the token's roles is allowed.")
                : Optional.empty();
    }

    /// What came of it.
    public sealed interface Reading {
        record For(Claimant claimant) implements Reading {}

        /// @param why a sentence for the caller
        record Refused(String why) implements Reading {}
    }
}
