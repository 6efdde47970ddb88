package dev.tollgate.application.access;

import dev.tollgate.application.port.in.IdentifyCaller.Fault;
import dev.tollgate.application.port.in.IdentifyCaller.Identity;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.SignedTokens;
import dev.tollgate.application.port.out.SignedTokens.Verdict;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.store.StoreTrust;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.ClaimReading;
import dev.tollgate.domain.token.ClaimReading.Reading;
import dev.tollgate.domain.token.TokenRules;

import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/// Knows those who come with a token of an identity provider. What their users, teams and
/// organisations may do holds for them as it does for keys: their holders are made of the same by
/// the same.
public final class TokenCallers {
    private final Supplier<TokenRules> rules;
    private final SignedTokens tokens;
    private final TokenHolders holders;
    private final TokenKeys keys;
    private final StoreTrust trust;
    private final InstantSource clock;
    private volatile Known known;

    /// @param rules what the configuration says of tokens at the moment
    /// @param users makes users, where those whom tokens name are to be made
    /// @param teams the same for teams
    /// @param keys the same for keys that stand for tokens
    /// @param trust whether what was read can be trusted still
    public TokenCallers(
            Supplier<TokenRules> rules,
            SignedTokens tokens,
            Entities entities,
            ManageUsers users,
            ManageTeams teams,
            ManageKeys keys,
            StoreTrust trust,
            InstantSource clock) {
        this.rules = rules;
        this.tokens = tokens;
        this.holders = new TokenHolders(entities, new Newcomers(entities, users, teams));
        this.keys = new TokenKeys(entities, keys, clock);
        this.trust = trust;
        this.clock = clock;
        this.known = new Known(rules.get(), new KnownKeys());
    }

    /// Whether this is to be a token: three parts with dots between them, and no key.
    boolean meant(String credential) {
        if (!rules.get().enabled() || credential.startsWith("sk-")) {
            return false;
        }
        int first = credential.indexOf('.');
        int last = credential.lastIndexOf('.');
        return first >= 0 && last > first && credential.indexOf('.', first + 1) == last;
    }

    Identity identify(String token) {
        return switch (tokens.check(token)) {
            case Verdict.Genuine(String digest, Fields claims) -> genuine(digest, claims);
            case Verdict.Expired(var at, var now) ->
                    new Identity.TokenRefused(
                            Fault.EXPIRED,
                            "Expiry time %s and current time %s.".formatted(at, now));
            case Verdict.Refused(String why) -> new Identity.TokenRefused(Fault.INVALID, why);
            case Verdict.OutOfReach _ ->
                    new Identity.TokenRefused(
                            Fault.UNCERTAIN, "the identity provider does not answer.");
        };
    }

    private Identity genuine(String digest, Fields claims) {
        Known its = current();
        if (trust.cutOff()) {
            return its.keys()
                    .known(digest)
                    .filter(_ -> !trust.graceOver())
                    .map(this::identity)
                    .orElseGet(Identity.OutOfReach::new);
        }
        try {
            return switch (its.keys().get(digest, () -> read(claims, its.rules()))) {
                case KnownKey.Found found -> identity(found);
                case KnownKey.NotAdmitted not -> not.why();
                case KnownKey.Missing _ -> new Identity.OutOfReach();
            };
        } catch (StorageUnavailable _) {
            return new Identity.OutOfReach();
        }
    }

    /// What was read by other rules is read again. A configuration that was read anew mostly says
    /// the same of tokens.
    private Known current() {
        TokenRules now = rules.get();
        Known its = known;
        if (its.rules() != now) {
            its = new Known(now, its.rules().equals(now) ? its.keys() : new KnownKeys());
            known = its;
        }
        return its;
    }

    private KnownKey read(Fields claims, TokenRules now) {
        return now.keyClaim().path().nowhere()
                ? byClaims(claims, now)
                : keys.read(claims, now.keyClaim(), () -> byClaims(claims, now));
    }

    private KnownKey byClaims(Fields claims, TokenRules now) {
        return switch (ClaimReading.of(claims, now)) {
            case Reading.For(var claimant) -> holders.read(claimant, now);
            case Reading.Refused(String why) -> TokenHolders.notAdmitted(why, Set.of());
        };
    }

    private Identity identity(KnownKey.Found found) {
        return IdentifyCallers.identity(found, clock.instant());
    }

    void changed(News news) {
        known.keys().changed(TokenKeys.told(Memberships.told(news)));
    }

    private record Known(TokenRules rules, KnownKeys keys) {}
}
