package dev.tollgate.adapters.providers.identity;

import dev.tollgate.adapters.providers.identity.KeyDownload.Told;
import dev.tollgate.adapters.providers.identity.TokenTrust.UserInfo;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// What an identity provider tells of those who have its tokens. It is asked once per token and
/// time, whoever calls how often; while it does not answer, what it told last goes on to count.
final class UserInfoDesk {
    /// For which a token is not shown again that was refused, or whose news could not be had.
    static final Duration REFUSED_FOR = Duration.ofSeconds(10);

    /// The same where nothing is known of the token yet.
    static final Duration AWAY_FOR = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(UserInfoDesk.class);

    /// Of these only the token speaks: they are what its signature is for.
    private static final Set<String> THE_TOKENS_OWN =
            Set.of("iss", "aud", "exp", "nbf", "iat", "jti", "scope", "scp", "azp", "client_id");

    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404);

    private final UserInfo told;
    private final Duration stale;
    private final InstantSource clock;
    private final Asking asking;
    private final TokenMemory<Held> known = new TokenMemory<>();
    private final Map<String, CompletableFuture<Held>> running = new ConcurrentHashMap<>();
    private volatile Instant warned = Instant.MIN;

    /// @param stale for how much longer what was told counts while nobody answers
    UserInfoDesk(UserInfo told, Duration stale, InstantSource clock, Asking asking) {
        this.told = told;
        this.stale = stale;
        this.clock = clock;
        this.asking = asking;
    }

    /// @param digest of the token
    /// @param claims what the token says itself, which was checked
    Answer of(String digest, String token, Fields claims) {
        Held its = known.get(digest);
        if (its == null || !clock.instant().isBefore(its.until())) {
            its = asked(digest, token, claims, its);
        }
        return its.answer();
    }

    private Held asked(String digest, String token, Fields claims, @Nullable Held before) {
        CompletableFuture<Held> mine = new CompletableFuture<>();
        CompletableFuture<Held> others = running.putIfAbsent(digest, mine);
        if (others != null) {
            return others.join();
        }
        Held held = new Held(new Answer.Away(), Instant.MIN, Instant.MIN);
        try {
            held = asked(token, claims, before);
            known.keep(digest, held, held.answer().length());
        } finally {
            running.remove(digest, mine);
            mine.complete(held);
        }
        return held;
    }

    private Held asked(String token, Fields claims, @Nullable Held before) {
        Answer answer = answer(token, claims);
        Instant now = clock.instant();
        return switch (answer) {
            case Answer.Known _ -> new Held(answer, now, now.plus(told.fresh()));
            case Answer.Refused _ -> new Held(answer, now, now.plus(REFUSED_FOR));
            case Answer.Away _ ->
                    before != null
                                    && before.answer() instanceof Answer.Known
                                    && now.isBefore(before.at().plus(told.fresh()).plus(stale))
                            ? new Held(before.answer(), before.at(), now.plus(REFUSED_FOR))
                            : new Held(answer, now, now.plus(AWAY_FOR));
        };
    }

    private Answer answer(String token, Fields claims) {
        try {
            Told reply = asking.ask(told.address(), token);
            if (REFUSALS.contains(reply.status())) {
                return new Answer.Refused(
                        "The identity provider does not know its user (any more).");
            }
            if (reply.status() != 200) {
                return away("status " + reply.status());
            }
            Fields its = BoundedJson.read(reply.body(), "the user info");
            String subject = claims.text("sub");
            if (!subject.isEmpty() && !subject.equals(its.text("sub"))) {
                return new Answer.Refused("The identity provider tells of somebody else (sub).");
            }
            String text = new String(reply.body(), StandardCharsets.ISO_8859_1);
            return new Answer.Known(
                    together(claims, its), IdentityProviders.digest(text), text.length());
        } catch (IOException | RuntimeException e) {
            return away(e.getClass().getSimpleName());
        } catch (BadToken e) {
            return away(e.reason());
        }
    }

    private Answer.Away away(String why) {
        Instant now = clock.instant();
        if (warned.equals(Instant.MIN) || !now.isBefore(warned.plus(REFUSED_FOR))) {
            warned = now;
            URI address = told.address();
            LOG.warn(
                    "what {}://{}{} tells of tokens cannot be had: {}",
                    address.getScheme(),
                    address.getAuthority(),
                    address.getPath(),
                    why);
        }
        return new Answer.Away();
    }

    /// An address is as verified as the one who tells it says.
    private static Fields together(Fields claims, Fields its) {
        return claims.without("email_verified").merged(its.except(THE_TOKENS_OWN));
    }

    /// Shows a token to who tells of its user.
    @FunctionalInterface
    interface Asking {
        Told ask(URI address, String token) throws IOException;
    }

    /// What came of it.
    sealed interface Answer {
        /// @param claims of the token and of the user
        /// @param digest of what was told
        /// @param length of the same, in bytes
        record Known(Fields claims, String digest, int length) implements Answer {}

        /// @param why a sentence for the caller
        record Refused(String why) implements Answer {}

        record Away() implements Answer {}

        default int length() {
            return switch (this) {
                case Known known -> known.length();
                case Refused _, Away _ -> 0;
            };
        }
    }

    /// @param at when it was told
    /// @param until when to ask again
    private record Held(Answer answer, Instant at, Instant until) {}
}
