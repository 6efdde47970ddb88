package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.providers.identity.TokenTrust.Party;
import dev.tollgate.domain.token.ClaimPath;
import dev.tollgate.domain.token.TokenRules.ClaimNames;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the identity providers that have keys, an audience and claims of their own
/// (`litellm_jwtauth.issuers`).
final class IssuerReader {
    private static final String ISSUER = "issuer";
    private static final String KEYS = "jwks_url";
    private static final String AUDIENCE = "audience";
    private static final String ANY_AUDIENCE = "disable_audience_validation";
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final Map<String, Party> parties = new LinkedHashMap<>();
    private final Map<String, ClaimNames> names = new LinkedHashMap<>();
    private final ClaimNames usual;

    /// @param usual where it stands in tokens of those whose entry does not say so
    IssuerReader(Section jwt, ClaimNames usual) {
        this.usual = usual;
        for (Section entry : jwt.sections("issuers", "issuers")) {
            entry.reportKeys();
            read(entry);
        }
    }

    Map<String, Party> parties() {
        return parties;
    }

    Map<String, ClaimNames> names() {
        return names;
    }

    private void read(Section entry) {
        String issuer = entry.text(ISSUER);
        if (issuer.isBlank()) {
            entry.wrong(ISSUER, "must be what this provider's tokens say (iss).");
            return;
        }
        Optional<URI> keys = keys(entry, issuer);
        List<String> audiences = audiences(entry);
        if (parties.containsKey(issuer)) {
            entry.wrong(ISSUER, "is there twice.");
        }
        parties.put(issuer, new Party(keys.stream().toList(), audiences, List.of(issuer)));
        names.put(issuer, names(entry, usual));
    }

    private static Optional<URI> keys(Section entry, String issuer) {
        String written =
                entry.has(KEYS)
                        ? entry.text(KEYS).strip()
                        : (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                                + DISCOVERY;
        Optional<URI> url = address(written);
        if (url.isEmpty()) {
            entry.wrong(
                    KEYS,
                    "must be where the provider's keys are, an address of http or https without a"
                            + " user and password.");
        }
        return url;
    }

    private static List<String> audiences(Section entry) {
        List<String> audiences =
                entry.texts(AUDIENCE).stream().filter(text -> !text.isBlank()).toList();
        boolean any = entry.flag(ANY_AUDIENCE, false);
        if (any && !audiences.isEmpty()) {
            entry.wrong(ANY_AUDIENCE, "contradicts `audience`.", "Leave one of the two out.");
        } else if (any) {
            entry.warn(
                    ANY_AUDIENCE,
                    "takes tokens that the identity provider gave out for any other application.",
                    "Set audience to the audience (aud) of this gateway's tokens.");
        } else if (audiences.isEmpty()) {
            entry.wrong(
                    AUDIENCE,
                    "must be the audience (aud) of this gateway's tokens.",
                    "To take tokens for any other application too, set " + ANY_AUDIENCE + ".");
        }
        return audiences;
    }

    static ClaimNames names(Section section, ClaimNames usual) {
        return new ClaimNames(
                path(section, "user_id_jwt_field", usual.user()),
                path(section, "user_email_jwt_field", usual.email()),
                path(section, "object_id_jwt_field", usual.object()),
                path(section, "team_id_jwt_field", usual.team()),
                path(section, "team_ids_jwt_field", usual.teams()),
                path(section, "team_alias_jwt_field", usual.teamAlias()),
                path(section, "org_id_jwt_field", usual.organization()),
                path(section, "org_alias_jwt_field", usual.organizationAlias()),
                path(section, "end_user_id_jwt_field", usual.customer()),
                path(section, "user_roles_jwt_field", usual.userRoles()),
                path(section, "roles_jwt_field", usual.roles()));
    }

    private static ClaimPath path(Section section, String key, ClaimPath usual) {
        return section.has(key) ? ClaimPath.parse(section.text(key).strip()) : usual;
    }

    /// Where keys may be had; nothing where the text is no such address.
    static Optional<URI> address(String written) {
        try {
            URI url = new URI(written);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            return web && url.getHost() != null && url.getRawUserInfo() == null
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
