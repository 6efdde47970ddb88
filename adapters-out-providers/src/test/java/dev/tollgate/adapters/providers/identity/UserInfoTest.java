package dev.tollgate.adapters.providers.identity;

import static dev.tollgate.application.testkit.TestIssuer.json;
import static dev.tollgate.application.testkit.TestIssuer.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.identity.KeyDownload.Told;
import dev.tollgate.adapters.providers.identity.TokenTrust.Party;
import dev.tollgate.adapters.providers.identity.TokenTrust.UserInfo;
import dev.tollgate.application.port.out.SignedTokens.Verdict;
import dev.tollgate.application.testkit.TestIssuer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class UserInfoTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final URI KEYS = URI.create("https://idp.example/keys");
    private static final URI OTHER_KEYS = URI.create("https://other.example/keys");
    private static final URI INFO = URI.create("https://idp.example/userinfo");
    private static final String OTHER = "https://other.example";
    private static final TestIssuer ISSUER = TestIssuer.of("k", "ES256");
    private static final TestIssuer STRANGER = TestIssuer.of("k", "ES256");

    private Instant now = NOW;
    private Told reply = told(Map.of("sub", "ana", "email", "ana@corp.example"));
    private boolean away;
    private final List<String> shown = new ArrayList<>();
    private final TokenTrust trust =
            new TokenTrust(
                    new Party(List.of(KEYS), List.of(), List.of()),
                    Map.of(OTHER, new Party(List.of(OTHER_KEYS), List.of(), List.of(OTHER))),
                    Duration.ofDays(1),
                    Duration.ofHours(1),
                    Optional.of(new UserInfo(INFO, Duration.ofSeconds(300))));
    private final IdentityProviders providers =
            new IdentityProviders(
                    () -> trust, () -> now, Runnable::run, UserInfoTest::keys, this::ask);

    private static List<SigningKey> keys(URI address) throws BadToken {
        TestIssuer its = address.equals(KEYS) ? ISSUER : STRANGER;
        return Jwks.read(jwks(its).getBytes(StandardCharsets.UTF_8));
    }

    private Told ask(URI address, String token) throws IOException {
        assertThat(address).isEqualTo(INFO);
        shown.add(token);
        if (away) {
            throw new IOException("away");
        }
        return reply;
    }

    private static Told told(Map<String, ?> fields) {
        return new Told(200, json(fields).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_the_provider_tells_of_the_user_is_added_to_what_the_token_says() {
        reply = told(Map.of("sub", "ana", "email", "ana@corp.example", "groups", List.of("b")));

        Verdict.Genuine verdict = genuine(with("groups", List.of("a"), "team", "red"));

        assertThat(verdict.claims().text("email")).isEqualTo("ana@corp.example");
        assertThat(verdict.claims().texts("groups")).containsExactly("b");
        assertThat(verdict.claims().text("team")).isEqualTo("red");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "iss", "aud", "azp", "client_id", "jti"})
    void whose_a_token_is_and_what_it_is_for_it_says_itself(String claim) {
        reply = told(Map.of("sub", "ana", claim, "litellm_proxy_admin"));

        assertThat(genuine(with(claim, "its own")).claims().text(claim)).isEqualTo("its own");
        assertThat(genuine(with("n", "2")).claims().has(claim)).isFalse();
    }

    @Test
    void an_address_is_not_verified_by_a_token_that_speaks_of_another() {
        Verdict.Genuine verdict = genuine(with("email", "x@evil.example", "email_verified", true));

        assertThat(verdict.claims().text("email")).isEqualTo("ana@corp.example");
        assertThat(verdict.claims().yes("email_verified")).isFalse();
    }

    @Test
    void what_is_told_of_somebody_else_is_refused() {
        reply = told(Map.of("sub", "root"));
        assertThat(refusal(with("n", "1"))).contains("somebody else");

        reply = told(Map.of("email", "ana@corp.example"));
        assertThat(refusal(with("n", "2"))).contains("somebody else");
    }

    @Test
    void a_token_that_is_not_genuine_or_of_a_named_issuer_is_shown_to_nobody() {
        assertThat(providers.check(STRANGER.token(with("n", "1"))))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(
                        providers.check(
                                ISSUER.token(with("exp", NOW.minusSeconds(60).getEpochSecond()))))
                .isInstanceOf(Verdict.Expired.class);
        assertThat(providers.check("opaque.access.token")).isInstanceOf(Verdict.Refused.class);
        assertThat(providers.check(STRANGER.token(with("iss", OTHER))))
                .isInstanceOf(Verdict.Genuine.class);

        assertThat(shown).isEmpty();
    }

    @Test
    void a_token_is_shown_once_while_the_news_is_fresh_and_is_another_when_the_news_is() {
        String token = ISSUER.token(with("n", "1"));
        Verdict.Genuine first = (Verdict.Genuine) providers.check(token);
        now = NOW.plusSeconds(299);
        assertThat(providers.check(token)).isEqualTo(first);
        assertThat(shown).hasSize(1);

        now = NOW.plusSeconds(300);
        assertThat(providers.check(token)).isEqualTo(first);
        reply = told(Map.of("sub", "ana", "email", "anna@corp.example"));
        now = NOW.plusSeconds(600);
        Verdict.Genuine later = (Verdict.Genuine) providers.check(token);

        assertThat(shown).hasSize(3);
        assertThat(later.claims().text("email")).isEqualTo("anna@corp.example");
        assertThat(later.digest()).hasSize(64).isNotEqualTo(first.digest());
    }

    @Test
    void tokens_that_begin_alike_are_not_taken_for_each_other() {
        genuine(with("n", "1"));
        reply = told(Map.of("sub", "bob", "email", "bob@corp.example"));

        assertThat(genuine(with("sub", "bob")).claims().text("email"))
                .isEqualTo("bob@corp.example");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void a_user_whom_the_provider_does_not_know_any_more_is_refused(int status) {
        String token = ISSUER.token(with("n", "1"));
        assertThat(providers.check(token)).isInstanceOf(Verdict.Genuine.class);
        reply = new Told(status, new byte[0]);
        now = NOW.plusSeconds(300);

        assertThat(providers.check(token)).isInstanceOf(Verdict.Refused.class);
        assertThat(providers.check(token)).isInstanceOf(Verdict.Refused.class);
        assertThat(shown).hasSize(2);
    }

    @Test
    void while_nobody_answers_what_was_told_last_counts_but_not_for_ever() {
        String token = ISSUER.token(with("exp", NOW.plus(Duration.ofDays(1)).getEpochSecond()));
        assertThat(providers.check(token)).isInstanceOf(Verdict.Genuine.class);
        away = true;

        now = NOW.plusSeconds(300);
        assertThat(providers.check(token)).isInstanceOf(Verdict.Genuine.class);
        assertThat(providers.check(token)).isInstanceOf(Verdict.Genuine.class);
        assertThat(shown).hasSize(2);
        now = NOW.plusSeconds(300).plus(Duration.ofHours(1));
        assertThat(providers.check(token)).isEqualTo(new Verdict.OutOfReach());
    }

    @Test
    void where_nothing_was_told_yet_nobody_can_tell_and_it_is_asked_again_soon() {
        String token = ISSUER.token(with("n", "1"));
        away = true;
        assertThat(providers.check(token)).isEqualTo(new Verdict.OutOfReach());
        away = false;
        assertThat(providers.check(token)).isEqualTo(new Verdict.OutOfReach());
        now = NOW.plus(UserInfoDesk.AWAY_FOR);

        assertThat(providers.check(token)).isInstanceOf(Verdict.Genuine.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{\"sub\":\"ana\",\"sub\":\"root\"}"})
    void what_is_no_news_is_none(String body) {
        reply = new Told(200, body.getBytes(StandardCharsets.UTF_8));

        assertThat(providers.check(ISSUER.token(with("n", "1"))))
                .isEqualTo(new Verdict.OutOfReach());
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> claims =
                new HashMap<>(Map.of("sub", "ana", "exp", NOW.plusSeconds(900).getEpochSecond()));
        claims.put(name, value);
        return claims;
    }

    private static Map<String, Object> with(String name, Object value, String other, Object its) {
        Map<String, Object> claims = with(name, value);
        claims.put(other, its);
        return claims;
    }

    private Verdict.Genuine genuine(Map<String, Object> claims) {
        Verdict verdict = providers.check(ISSUER.token(claims));
        assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
        return (Verdict.Genuine) verdict;
    }

    private String refusal(Map<String, Object> claims) {
        Verdict verdict = providers.check(ISSUER.token(claims));
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).why();
    }
}
