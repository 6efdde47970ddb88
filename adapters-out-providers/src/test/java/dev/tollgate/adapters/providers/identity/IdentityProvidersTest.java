package dev.tollgate.adapters.providers.identity;

import static dev.tollgate.application.testkit.TestIssuer.base64;
import static dev.tollgate.application.testkit.TestIssuer.json;
import static dev.tollgate.application.testkit.TestIssuer.jwks;
import static dev.tollgate.application.testkit.TestIssuer.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.identity.TokenTrust.Party;
import dev.tollgate.application.port.out.SignedTokens.Verdict;
import dev.tollgate.application.testkit.TestIssuer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class IdentityProvidersTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final URI ONE = URI.create("https://one.example/keys");
    private static final URI TWO = URI.create("https://two.example/keys");
    private static final String TRUSTED = "https://trusted.example";
    private static final String ELSE = "https://else.example";
    private static final TestIssuer RSA = TestIssuer.of("rsa-1", "RS256");
    private static final TestIssuer ANOTHER = TestIssuer.of("rsa-2", "RS256");
    private static final TestIssuer CURVE = TestIssuer.of("ec-1", "ES256");

    private static final UserInfoDesk.Asking NOBODY =
            (address, _) -> {
                throw new AssertionError("nobody is asked: " + address);
            };

    private final Map<URI, String> published = new HashMap<>(Map.of(ONE, jwks(RSA, CURVE)));
    private final List<URI> looks = new ArrayList<>();
    private Instant now = NOW;
    private TokenTrust trust = trust(List.of(ONE));
    private final IdentityProviders providers =
            new IdentityProviders(() -> trust, () -> now, Runnable::run, this::download, NOBODY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
                "EdDSA"
            })
    void a_token_is_genuine_by_each_way_of_signing_with_a_key_pair(String algorithm) {
        TestIssuer issuer = TestIssuer.of("key", algorithm);
        published.put(ONE, jwks(issuer));

        assertThat(providers.check(issuer.token(claims()))).isInstanceOf(Verdict.Genuine.class);
        assertThat(refusal(tampered(issuer.token(claims())))).contains("signature");
    }

    @Test
    void what_a_genuine_token_says_is_told() {
        Verdict.Genuine token = genuine(RSA.token(with("groups", List.of("a", "b"))));

        assertThat(token.claims().text("sub")).isEqualTo("ana");
        assertThat(token.claims().texts("groups")).containsExactly("a", "b");
        assertThat(token.digest()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "", "HS256", "HS384", "HS512", "rs256", "RSA"})
    void a_token_cannot_choose_to_be_unsigned_or_signed_with_a_shared_secret(String algorithm) {
        String unsigned =
                part(json(Map.of("alg", algorithm, "kid", "rsa-1"))) + "." + part(json(claims()));

        assertThat(refusal(unsigned + ".")).contains("alg");
        assertThat(refusal(unsigned + "." + base64(new byte[256]))).contains("alg");
        assertThat(refusal(RSA.token(Map.of("alg", algorithm, "kid", "rsa-1"), json(claims()))))
                .contains("alg");
    }

    @Test
    void a_public_key_is_no_shared_secret() throws GeneralSecurityException {
        byte[] publicKey = RSA.keys().getPublic().getEncoded();
        String signed =
                part(json(Map.of("alg", "HS256", "kid", "rsa-1"))) + "." + part(json(claims()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
        String proof = base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));

        assertThat(refusal(signed + "." + proof)).contains("alg");
    }

    @Test
    void a_key_of_one_type_is_not_used_for_algorithms_of_another() {
        Map<String, String> crossed = Map.of("alg", "ES256", "kid", "rsa-1");

        assertThat(refusal(RSA.token(crossed, json(claims())))).contains("No published key");
        assertThat(refusal(CURVE.token(Map.of("alg", "EdDSA", "kid", "ec-1"), json(claims()))))
                .contains("No published key");
    }

    @Test
    void a_key_that_is_published_for_one_algorithm_is_for_that_one_only() {
        Map<String, Object> jwk = new HashMap<>(RSA.jwk());
        jwk.put("alg", "RS512");
        published.put(ONE, json(Map.of("keys", List.of(jwk))));

        assertThat(refusal(RSA.token(claims()))).contains("No published key");
    }

    @Test
    void keys_for_encryption_secrets_and_weak_keys_are_passed_over() {
        TestIssuer weak = TestIssuer.ofBits("weak", 1024);
        Map<String, Object> encrypting = new HashMap<>(RSA.jwk());
        encrypting.put("use", "enc");
        Map<String, Object> secret = Map.of("kid", "oct-1", "kty", "oct", "k", "c2VjcmV0");
        published.put(ONE, json(Map.of("keys", List.of(weak.jwk(), encrypting, secret))));

        assertThat(refusal(weak.token(claims()))).contains("No published key");
        assertThat(refusal(RSA.token(claims()))).contains("No published key");
    }

    @Test
    void a_point_that_is_not_on_its_curve_is_no_key() {
        Map<String, Object> jwk = new HashMap<>(CURVE.jwk());
        jwk.put("y", base64(new byte[32]));
        published.put(ONE, json(Map.of("keys", List.of(jwk))));

        assertThat(refusal(CURVE.token(claims()))).contains("No published key");
    }

    @Test
    void signatures_of_zeros_and_of_the_wrong_length_are_none() {
        String token = CURVE.token(claims());
        String signed = token.substring(0, token.lastIndexOf('.') + 1);

        assertThat(refusal(signed + base64(new byte[64]))).contains("signature");
        assertThat(refusal(signed + base64(new byte[63]))).contains("signature");
        assertThat(refusal(signed)).contains("signature");
    }

    @Test
    void a_key_that_nobody_published_signs_nothing_even_under_the_name_of_another() {
        String borrowed = ANOTHER.token(Map.of("alg", "RS256", "kid", "rsa-1"), json(claims()));

        assertThat(refusal(borrowed)).contains("signature");
        assertThat(refusal(ANOTHER.token(claims()))).contains("No published key");
    }

    @Test
    void keys_that_a_token_brings_along_are_not_looked_at() {
        Map<String, Object> header =
                Map.of(
                        "alg", "RS256",
                        "kid", "rsa-2",
                        "jwk", ANOTHER.jwk(),
                        "jku", "https://evil.example/keys",
                        "x5u", "https://evil.example/cert");

        assertThat(refusal(ANOTHER.token(header, json(claims())))).contains("No published key");
        assertThat(looks).containsOnly(ONE);
    }

    @Test
    void a_token_that_names_no_key_is_tried_with_those_that_fit() {
        published.put(ONE, jwks(ANOTHER, CURVE, RSA));

        assertThat(providers.check(RSA.token(Map.of("alg", "RS256"), json(claims()))))
                .isInstanceOf(Verdict.Genuine.class);
    }

    @Test
    void extensions_and_tokens_of_other_types_are_refused() {
        Map<String, Object> extended =
                Map.of("alg", "RS256", "kid", "rsa-1", "crit", List.of("exp"));
        Map<String, Object> logout = Map.of("alg", "RS256", "kid", "rsa-1", "typ", "logout+jwt");

        assertThat(refusal(RSA.token(extended, json(claims())))).contains("extensions");
        assertThat(refusal(RSA.token(logout, json(claims())))).contains("typ");
    }

    @Test
    void a_token_ends_when_it_says_and_a_little_later() {
        String token = RSA.token(claims());
        now = NOW.plusSeconds(600).plus(TokenCheck.LEEWAY).minusMillis(1);
        assertThat(providers.check(token)).isInstanceOf(Verdict.Genuine.class);

        now = now.plusMillis(1);

        assertThat(providers.check(token))
                .isEqualTo(new Verdict.Expired(NOW.plusSeconds(600), now));
    }

    @Test
    void a_token_begins_when_it_says() {
        String token = RSA.token(with("nbf", NOW.plusSeconds(60).getEpochSecond()));
        assertThat(refusal(token)).contains("nbf");

        now = NOW.plusSeconds(31);

        assertThat(providers.check(token)).isInstanceOf(Verdict.Genuine.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "-1", "1e300", "true", "null", "[1]", "999999999999999"})
    void a_token_without_an_end_is_refused(String end) {
        String payload = "{\"sub\":\"ana\",\"exp\":" + end + "}";
        Map<String, String> header = Map.of("alg", "RS256", "kid", "rsa-1");

        assertThat(refusal(RSA.token(header, payload))).contains("exp");
        assertThat(refusal(RSA.token(header, "{\"sub\":\"ana\"}"))).contains("exp");
    }

    @Test
    void a_token_for_somebody_else_or_from_somebody_else_is_refused() {
        trust =
                trust(
                        new Party(
                                List.of(ONE),
                                List.of("gateway", "api://gateway"),
                                List.of("https://idp.example")),
                        Map.of());

        assertThat(refusal(RSA.token(claims("gateway", "https://evil.example")))).contains("iss");
        assertThat(refusal(RSA.token(claims("shop", "https://idp.example")))).contains("aud");
        assertThat(refusal(RSA.token(claims(List.of(), "https://idp.example")))).contains("aud");
        assertThat(genuine(RSA.token(claims("gateway", "https://idp.example")))).isNotNull();
        assertThat(
                        genuine(
                                RSA.token(
                                        claims(
                                                List.of("shop", "api://gateway"),
                                                "https://idp.example"))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"exp\":1,\"exp\":99999999999}",
                "{\"exp\":99999999999} {}",
                "[1]",
                "\"text\"",
                "{",
                "",
                "{\"exp\":99999999999,\"sub\":\"\\u0000\"}",
            })
    void a_payload_that_two_readers_might_read_differently_is_refused(String payload) {
        assertThat(refusal(RSA.token(Map.of("alg", "RS256", "kid", "rsa-1"), payload)))
                .contains("payload");
    }

    @Test
    void deep_json_and_long_tokens_are_refused_without_being_read() {
        String deep = "{\"a\":" + "[".repeat(4000) + "]".repeat(4000) + "}";
        Map<String, String> header = Map.of("alg", "RS256", "kid", "rsa-1");

        assertThat(refusal(RSA.token(header, deep))).contains("payload");
        assertThat(refusal(part(deep) + "." + part("{}") + ".AA")).contains("header");
        assertThat(refusal(RSA.token(with("padding", "x".repeat(20_000))))).contains("longer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", "a.b.c", "eyJ.eyJ.x=", "e30.e30.A", "é.e30.AA", ". .", "e30=.e30.AA"})
    void what_only_looks_like_a_token_is_refused(String text) {
        assertThat(providers.check(text)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void a_token_that_was_checked_is_remembered_by_all_of_it() {
        String token = RSA.token(claims());
        genuine(token);

        assertThat(refusal(tampered(token))).contains("signature");
        assertThat(genuine(token).claims().text("sub")).isEqualTo("ana");
    }

    @Test
    void keys_are_looked_for_once_while_they_are_fresh() {
        genuine(RSA.token(claims()));
        now = NOW.plusSeconds(599);
        genuine(CURVE.token(claims()));
        assertThat(looks).hasSize(1);

        now = NOW.plusSeconds(600);
        genuine(RSA.token(claims()));

        assertThat(looks).hasSize(2);
    }

    @Test
    void a_new_key_is_found_at_once_and_many_unknown_ones_cost_one_look() {
        genuine(RSA.token(claims()));
        published.put(ONE, jwks(ANOTHER));
        now = NOW.plus(KeySource.BETWEEN_LOOKS);

        assertThat(providers.check(ANOTHER.token(claims()))).isInstanceOf(Verdict.Genuine.class);
        for (int i = 0; i < 20; i++) {
            refusal(RSA.token(Map.of("alg", "RS256", "kid", "made-up-" + i), json(claims())));
        }

        assertThat(looks).hasSize(2);
    }

    @Test
    void a_token_is_not_good_any_more_once_its_key_is_withdrawn() {
        String token = RSA.token(claims());
        genuine(token);
        published.put(ONE, jwks(CURVE));
        now = NOW.plusSeconds(600);
        providers.prepare();

        assertThat(refusal(token)).contains("No published key");
    }

    @Test
    void keys_go_on_to_be_used_while_their_address_is_away_but_not_for_ever() {
        String token = RSA.token(with("exp", NOW.plus(Duration.ofDays(9)).getEpochSecond()));
        genuine(token);
        published.clear();

        now = NOW.plusSeconds(600).plus(Duration.ofHours(1)).minusSeconds(1);
        assertThat(providers.check(token)).isInstanceOf(Verdict.Genuine.class);
        now = now.plusSeconds(1);
        assertThat(providers.check(token)).isEqualTo(new Verdict.OutOfReach());
    }

    @Test
    void without_any_keys_yet_nobody_can_tell_and_keys_are_taken_when_they_come() {
        String keys = published.remove(ONE);
        assertThat(providers.check(RSA.token(claims()))).isEqualTo(new Verdict.OutOfReach());

        published.put(ONE, keys);
        now = NOW.plus(KeySource.BETWEEN_FIRST_LOOKS);

        assertThat(providers.check(RSA.token(claims()))).isInstanceOf(Verdict.Genuine.class);
    }

    @Test
    void what_is_no_set_of_keys_changes_nothing() {
        genuine(RSA.token(claims()));
        published.put(ONE, "<html>maintenance</html>");
        now = NOW.plusSeconds(620);

        genuine(RSA.token(claims()));
        assertThat(looks).hasSize(2);
    }

    @Test
    void several_addresses_have_a_say_also_while_one_is_away() {
        published.put(TWO, jwks(ANOTHER));
        trust = trust(List.of(ONE, TWO));
        genuine(ANOTHER.token(claims()));

        published.remove(ONE);
        now = NOW.plusSeconds(600);

        genuine(ANOTHER.token(claims()));
        genuine(RSA.token(claims()));
    }

    @Test
    void other_trust_is_another_beginning() {
        String token = RSA.token(claims());
        genuine(token);

        trust = trust(List.of(TWO));
        assertThat(providers.check(token)).isEqualTo(new Verdict.OutOfReach());

        trust = TokenTrust.NONE;
        assertThat(refusal(token)).contains("iss");
    }

    @Test
    void a_token_of_a_named_issuer_is_good_with_that_ones_keys_alone() {
        published.put(TWO, jwks(ANOTHER));
        trust = trust(party(List.of(ONE), "gateway"), Map.of(TRUSTED, named(TRUSTED, TWO)));

        assertThat(genuine(ANOTHER.token(claims("gateway", TRUSTED)))).isNotNull();
        assertThat(genuine(RSA.token(claims("gateway", "https://else.example")))).isNotNull();
        assertThat(refusal(RSA.token(claims("gateway", TRUSTED)))).contains("No published key");
        assertThat(refusal(ANOTHER.token(claims("gateway", "https://else.example"))))
                .contains("No published key");
    }

    @Test
    void an_issuer_does_not_speak_for_another_under_the_other_ones_key_id() {
        TestIssuer twin = TestIssuer.of("rsa-1", "RS256");
        published.put(TWO, jwks(twin));
        trust = trust(Party.NOBODY, Map.of(TRUSTED, named(TRUSTED, ONE), ELSE, named(ELSE, TWO)));

        assertThat(genuine(RSA.token(claims("gateway", TRUSTED)))).isNotNull();
        assertThat(genuine(twin.token(claims("gateway", ELSE)))).isNotNull();
        assertThat(refusal(twin.token(claims("gateway", TRUSTED)))).contains("signature");
        assertThat(refusal(RSA.token(claims("gateway", ELSE)))).contains("signature");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example",
                TRUSTED + "/",
                "HTTPS://TRUSTED.EXAMPLE",
                " " + TRUSTED
            })
    void where_issuers_are_named_all_others_are_refused_without_a_look_at_any_keys(String issuer) {
        trust = trust(Party.NOBODY, Map.of(TRUSTED, named(TRUSTED, ONE)));
        looks.clear();

        assertThat(refusal(RSA.token(claims("gateway", issuer)))).contains("iss");
        assertThat(refusal(RSA.token(with("iss", List.of(TRUSTED))))).contains("iss");
        assertThat(looks).isEmpty();
    }

    @Test
    void a_named_issuer_has_an_audience_of_its_own() {
        trust =
                trust(
                        party(List.of(ONE), "everybody"),
                        Map.of(TRUSTED, new Party(List.of(ONE), List.of("its"), List.of(TRUSTED))));

        assertThat(genuine(RSA.token(claims("its", TRUSTED)))).isNotNull();
        assertThat(refusal(RSA.token(claims("everybody", TRUSTED)))).contains("aud");
        assertThat(refusal(RSA.token(claims("its", "https://else.example")))).contains("aud");
    }

    @Test
    void made_up_keys_of_one_issuer_have_nobody_ask_the_other() {
        trust = trust(Party.NOBODY, Map.of(TRUSTED, named(TRUSTED, ONE), ELSE, named(ELSE, TWO)));

        for (int i = 0; i < 20; i++) {
            refusal(
                    RSA.token(
                            Map.of("alg", "RS256", "kid", "made-up-" + i),
                            json(claims("gateway", TRUSTED))));
        }

        assertThat(looks).containsExactly(ONE);
    }

    @Test
    void one_issuer_that_is_away_is_no_matter_of_the_other() {
        trust = trust(Party.NOBODY, Map.of(TRUSTED, named(TRUSTED, ONE), ELSE, named(ELSE, TWO)));

        assertThat(genuine(RSA.token(claims("gateway", TRUSTED)))).isNotNull();
        assertThat(providers.check(RSA.token(claims("gateway", ELSE))))
                .isEqualTo(new Verdict.OutOfReach());
        assertThat(refusal(ANOTHER.token(claims("gateway", TRUSTED)))).contains("No published key");
    }

    private static Party party(List<URI> keys, String audience) {
        return new Party(keys, List.of(audience), List.of());
    }

    private static Party named(String issuer, URI keys) {
        return new Party(List.of(keys), List.of("gateway"), List.of(issuer));
    }

    private List<SigningKey> download(URI address) throws IOException, BadToken {
        looks.add(address);
        String keys = published.get(address);
        if (keys == null) {
            throw new IOException("away");
        }
        return Jwks.read(keys.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenTrust trust(List<URI> urls) {
        return trust(new Party(urls, List.of(), List.of()), Map.of());
    }

    private static TokenTrust trust(Party others, Map<String, Party> named) {
        return new TokenTrust(
                others, named, Duration.ofSeconds(600), Duration.ofHours(1), Optional.empty());
    }

    private static Map<String, Object> claims() {
        return Map.of("sub", "ana", "exp", NOW.plusSeconds(600).getEpochSecond());
    }

    private static Map<String, Object> claims(Object audience, String issuer) {
        Map<String, Object> claims = with("aud", audience);
        claims.put("iss", issuer);
        return claims;
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> claims = new HashMap<>(claims());
        claims.put(name, value);
        return claims;
    }

    /// The same token for somebody else.
    private static String tampered(String token) {
        String[] parts = token.split("\\.");
        Map<String, Object> other = with("sub", "root");
        return parts[0] + "." + part(json(other)) + "." + parts[2];
    }

    private Verdict.Genuine genuine(String token) {
        Verdict verdict = providers.check(token);
        assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
        return (Verdict.Genuine) verdict;
    }

    private String refusal(String token) {
        Verdict verdict = providers.check(token);
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).why();
    }
}
