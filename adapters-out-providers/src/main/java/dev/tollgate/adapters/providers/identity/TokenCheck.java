package dev.tollgate.adapters.providers.identity;

import dev.tollgate.adapters.providers.identity.KeyRing.Candidate;
import dev.tollgate.adapters.providers.identity.TokenTrust.Party;
import dev.tollgate.application.port.out.SignedTokens.Verdict;
import dev.tollgate.domain.entity.Fields;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The check of one token: first its signature, and only then what it says. Of what it says only
/// the issuer is looked at before, to know with whose keys it must be signed.
final class TokenCheck {
    /// By how much two clocks may differ.
    static final Duration LEEWAY = Duration.ofSeconds(30);

    /// The end of the year 9999.
    private static final BigDecimal LAST = BigDecimal.valueOf(253_402_300_799L);

    private final TokenTrust trust;
    private final Map<Party, KeyRing> keys;
    private final Instant now;

    TokenCheck(TokenTrust trust, Map<Party, KeyRing> keys, Instant now) {
        this.trust = trust;
        this.keys = keys;
        this.now = now;
    }

    /// Whether the key that it was signed with is still one that is published.
    boolean stillGood(Verified token) {
        return token.source().keys(now).generation() == token.generation();
    }

    Outcome signature(String text) {
        try {
            CompactToken token = CompactToken.parse(text);
            Fields claims = BoundedJson.read(token.payload(), "the payload");
            Party party = trust.of(claims.text("iss"));
            KeyRing.Fitting fitting = ring(party).fitting(token.algorithm(), token.keyId(), now);
            for (Candidate each : fitting.keys()) {
                if (token.algorithm().verifies(each.key(), token.signed(), token.signature())) {
                    return new Outcome.Passed(verified(claims, party, each));
                }
            }
            if (fitting.keys().isEmpty() && !fitting.complete()) {
                return new Outcome.Failed(new Verdict.OutOfReach());
            }
            throw new BadToken(
                    fitting.keys().isEmpty()
                            ? "No published key fits it (kid, alg)."
                            : "Its signature is not genuine.");
        } catch (BadToken e) {
            return new Outcome.Failed(new Verdict.Refused(e.reason()));
        }
    }

    private KeyRing ring(Party party) throws BadToken {
        KeyRing ring = keys.get(party);
        if (ring == null || party.keyUrls().isEmpty()) {
            throw new BadToken("It comes from another issuer (iss).");
        }
        return ring;
    }

    private Verified verified(Fields claims, Party party, Candidate key) throws BadToken {
        if (!claims.set("exp")) {
            throw new BadToken("It does not say when it expires (exp).");
        }
        if (!party.issuers().isEmpty() && !party.issuers().contains(claims.text("iss"))) {
            throw new BadToken("It comes from another issuer (iss).");
        }
        if (!party.audiences().isEmpty()
                && audiences(claims).stream().noneMatch(party.audiences()::contains)) {
            throw new BadToken("It is meant for somebody else (aud).");
        }
        return new Verified(
                claims,
                trust.named().containsKey(claims.text("iss")),
                key.source(),
                key.generation(),
                claims.set("nbf") ? instant(claims, "nbf") : Instant.EPOCH,
                instant(claims, "exp"));
    }

    private static List<String> audiences(Fields claims) {
        String one = claims.text("aud");
        return one.isEmpty() ? claims.texts("aud") : List.of(one);
    }

    private static Instant instant(Fields claims, String name) throws BadToken {
        BigDecimal seconds = claims.number(name).orElse(BigDecimal.ONE.negate());
        if (seconds.signum() < 0 || seconds.compareTo(LAST) > 0) {
            throw new BadToken("Its time is none (" + name + ").");
        }
        return Instant.ofEpochSecond(seconds.longValue());
    }

    Verdict timely(String digest, Verified token) {
        if (!now.isBefore(token.until().plus(LEEWAY))) {
            return new Verdict.Expired(token.until(), now);
        }
        if (now.isBefore(token.from().minus(LEEWAY))) {
            return new Verdict.Refused("It is not valid yet (nbf).");
        }
        return new Verdict.Genuine(digest, token.claims());
    }

    /// Of the check of a signature.
    sealed interface Outcome {
        record Passed(Verified token) implements Outcome {}

        record Failed(Verdict verdict) implements Outcome {}
    }
}
