package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.IdentifyCaller;
import dev.tollgate.application.port.in.IdentifyCaller.Identity;
import dev.tollgate.domain.access.Caller;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import java.time.Duration;
import java.util.function.Supplier;

/// Finds out from the headers alone who asks.
public final class Identification {
    private static final HeaderName TEAM = HeaderNames.create("x-litellm-team-id");

    private final IdentifyCaller identities;
    private final Supplier<String> keyHeader;

    /// @param keyHeader the one header that carries keys, empty for the usual ones
    public Identification(IdentifyCaller identities, Supplier<String> keyHeader) {
        this.identities = identities;
        this.keyHeader = keyHeader;
    }

    /// @throws RequestRefused unless the caller is known
    public Caller caller(Exchange exchange) {
        return switch (Credential.of(exchange, keyHeader.get())) {
            case Credential.None _ ->
                    throw refused("", "Authentication Error, No api key passed in.");
            case Credential.Malformed _ ->
                    throw refused(
                            "",
                            "Authentication Error, Malformed API Key passed in. Ensure Key has"
                                    + " `Bearer ` prefix.");
            case Credential.Key key ->
                    switch (identities.identify(key.text())) {
                        case Identity.Known known -> forTeam(known.caller(), exchange);
                        case Identity.Unknown unknown -> throw unknown(key.text(), unknown);
                        case Identity.Expired expired -> throw expired(expired);
                        case Identity.Blocked blocked -> throw blocked(blocked);
                        case Identity.TokenRefused token -> throw refused(token);
                        case Identity.OutOfReach _ -> throw outOfReach();
                    };
        };
    }

    /// Who comes with a token may say for which of its teams.
    private static Caller forTeam(Caller caller, Exchange exchange) {
        String team = caller.token().isEmpty() ? "" : exchange.header(TEAM).strip();
        return team.isEmpty()
                ? caller
                : caller.forTeam(team)
                        .orElseThrow(
                                () ->
                                        notAdmitted(
                                                "x-litellm-team-id names none of the token's"
                                                        + " teams."));
    }

    private static RequestRefused refused(Identity.TokenRefused token) {
        return switch (token.fault()) {
            case INVALID -> refused("", "Authentication Error, Invalid JWT. " + token.why());
            case EXPIRED ->
                    RequestRefused.andClose(
                            ErrorBody.of(
                                    401,
                                    "expired_key",
                                    "",
                                    "Authentication Error, Token Expired. " + token.why()));
            case NOT_ADMITTED -> notAdmitted(token.why());
            case UNCERTAIN ->
                    RequestRefused.andClose(
                            ErrorBody.of(
                                            503,
                                            "auth_provider_unavailable",
                                            "",
                                            "Service Unavailable: " + token.why())
                                    .retryAfter(Duration.ofSeconds(2), true));
        };
    }

    private static RequestRefused notAdmitted(String why) {
        return RequestRefused.andClose(
                ErrorBody.of(403, "auth_error", "", "Authentication Error, " + why).withDetail());
    }

    private static RequestRefused unknown(String key, Identity.Unknown unknown) {
        if (!unknown.looksLike().isEmpty()) {
            return refused(
                    "key",
                    "Authentication Error, the key sent looks like a key of the provider "
                            + unknown.looksLike()
                            + " itself. This gateway has keys of its own: send one of those; the"
                            + " provider's key belongs into the gateway's configuration.");
        }
        if (!key.startsWith("sk-")) {
            boolean token = key.chars().filter(c -> c == '.').count() == 2;
            return refused(
                    "",
                    "LiteLLM Virtual Key expected. Received=****, expected to start with 'sk-'."
                            + (token
                                    ? " Tokens (JWT) are not accepted by this gateway: its operator"
                                            + " has to set enable_jwt_auth."
                                    : ""));
        }
        return RequestRefused.andClose(
                ErrorBody.of(
                        401,
                        "token_not_found_in_db",
                        "key",
                        "Authentication Error, Invalid proxy server token passed. The gateway knows"
                                + " no such key."));
    }

    private static RequestRefused expired(Identity.Expired key) {
        String meant =
                key.budgeted()
                        ? " Its `duration` is how long the key is valid; `budget_duration` would"
                                + " make its budget begin anew."
                        : "";
        return RequestRefused.andClose(
                ErrorBody.of(
                        401,
                        "expired_key",
                        key.keyName(),
                        "Authentication Error - Expired Key. Key Expiry time %s and current time %s."
                                        .formatted(key.at(), key.now())
                                + meant));
    }

    private static RequestRefused blocked(Identity.Blocked blocked) {
        return refused(
                "",
                switch (blocked.whose()) {
                    case KEY ->
                            "Authentication Error, Key is blocked. Update via `/key/unblock` if"
                                    + " you're an admin.";
                    case TEAM ->
                            "Authentication Error, Team="
                                    + blocked.id()
                                    + " is blocked. Update via `/team/unblock` if you're an admin.";
                    case USER -> "Authentication Error, User=" + blocked.id() + " is blocked.";
                    case ORGANIZATION ->
                            "Authentication Error, Organization=" + blocked.id() + " is blocked.";
                });
    }

    private static RequestRefused outOfReach() {
        return RequestRefused.andClose(
                ErrorBody.of(
                                503,
                                "no_db_connection",
                                "",
                                "Service Unavailable: the gateway cannot reach its database and"
                                        + " does not know this key.")
                        .retryAfter(Duration.ofSeconds(1), true));
    }

    private static RequestRefused refused(String param, String message) {
        return RequestRefused.andClose(ErrorBody.of(401, "auth_error", param, message));
    }
}
