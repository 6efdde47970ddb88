package dev.tollgate.adapters.providers.identity;

import dev.tollgate.adapters.providers.identity.TokenTrust.Party;
import dev.tollgate.application.port.out.SignedTokens;
import dev.tollgate.domain.entity.Fields;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The identity providers whose tokens are trusted at the moment. Safe for use by many threads.
public final class IdentityProviders implements SignedTokens {
    private final Supplier<TokenTrust> trust;
    private final InstantSource clock;
    private final KeySource.Download download;
    private final UserInfoDesk.Asking asking;
    private final Executor threads;
    private volatile Trusted trusted;

    /// @param trust whose tokens are trusted at the moment; another one is another beginning
    /// @param threads for looking for keys, each task may wait for seconds
    public IdentityProviders(Supplier<TokenTrust> trust, InstantSource clock, Executor threads) {
        this(trust, clock, threads, KeyDownload::from, KeyDownload::told);
    }

    IdentityProviders(
            Supplier<TokenTrust> trust,
            InstantSource clock,
            Executor threads,
            KeySource.Download download,
            UserInfoDesk.Asking asking) {
        this.trust = trust;
        this.clock = clock;
        this.threads = threads;
        this.download = download;
        this.asking = asking;
        this.trusted = trusted(trust.get());
    }

    private Trusted trusted(TokenTrust its) {
        Map<Party, KeyRing> rings = new HashMap<>();
        Stream.concat(Stream.of(its.others()), its.named().values().stream())
                .forEach(
                        party ->
                                rings.put(
                                        party,
                                        new KeyRing(
                                                party.keyUrls(), its, clock, download, threads)));
        return new Trusted(
                its,
                Map.copyOf(rings),
                new TokenMemory<>(),
                its.userInfo().map(told -> new UserInfoDesk(told, its.stale(), clock, asking)));
    }

    /// Has the keys looked for before anybody waits for them.
    public void prepare() {
        current().keys().values().forEach(ring -> ring.prepare(clock.instant()));
    }

    private Trusted current() {
        TokenTrust now = trust.get();
        Trusted its = trusted;
        if (its.trust() != now && !its.trust().equals(now)) {
            its = trusted(now);
            trusted = its;
        }
        return its;
    }

    @Override
    public Verdict check(String token) {
        if (token.length() > CompactToken.LONGEST) {
            return new Verdict.Refused(
                    "It is longer than " + CompactToken.LONGEST + " characters.");
        }
        Trusted its = current();
        String digest = digest(token);
        TokenCheck check = new TokenCheck(its.trust(), its.keys(), clock.instant());
        Verified known = its.verified().get(digest);
        if (known != null && check.stillGood(known)) {
            return its.told(token, known, check.timely(digest, known));
        }
        TokenCheck.Outcome outcome = check.signature(token);
        return switch (outcome) {
            case TokenCheck.Outcome.Failed(Verdict verdict) -> verdict;
            case TokenCheck.Outcome.Passed(Verified verified) -> {
                Verdict verdict = check.timely(digest, verified);
                if (verdict instanceof Verdict.Genuine) {
                    its.verified().keep(digest, verified, token.length());
                }
                yield its.told(token, verified, verdict);
            }
        };
    }

    /// SHA-256 in hex digits.
    static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private record Trusted(
            TokenTrust trust,
            Map<Party, KeyRing> keys,
            TokenMemory<Verified> verified,
            Optional<UserInfoDesk> userInfo) {
        /// With what is told of the user, where somebody is asked. Tokens of named issuers are
        /// shown to nobody.
        Verdict told(String token, Verified verified, Verdict verdict) {
            return verdict instanceof Verdict.Genuine(String digest, Fields claims)
                            && !verified.named()
                            && userInfo.isPresent()
                    ? told(digest, userInfo.get().of(digest, token, claims))
                    : verdict;
        }

        private static Verdict told(String digest, UserInfoDesk.Answer answer) {
            return switch (answer) {
                case UserInfoDesk.Answer.Known known ->
                        new Verdict.Genuine(digest(digest + known.digest()), known.claims());
                case UserInfoDesk.Answer.Refused(String why) -> new Verdict.Refused(why);
                case UserInfoDesk.Answer.Away _ -> new Verdict.OutOfReach();
            };
        }
    }
}
