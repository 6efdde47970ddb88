package dev.tollgate.adapters.persistence.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.domain.access.Secret;

import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

class LitellmSecretsTest {
    /// The example of "Cryptography in NaCl": key, nonce, text and box.
    private static final String KEY =
            "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389";

    private static final String NONCE = "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37";
    private static final String TEXT =
            "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc"
                    + "e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
                    + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                    + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
                    + "5e0705";
    private static final String BOX =
            "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce"
                    + "48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972"
                    + "71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
                    + "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b3"
                    + "7973f622a43d14a6599b1f654cb45a74e355a5";

    private final LitellmSecrets secrets =
            new LitellmSecrets(List.of(Secret.of("sk-salt"), Secret.of("sk-master")));

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void the_published_box_is_opened_and_one_that_was_changed_is_not() {
        byte[] box = hex(NONCE + BOX);

        assertThat(SecretBox.open(box, hex(KEY))).hasValue(hex(TEXT));

        for (int i = 0; i < box.length; i++) {
            byte[] changed = box.clone();
            changed[i] ^= 1;
            assertThat(SecretBox.open(changed, hex(KEY))).as("byte %d", i).isEmpty();
        }
        assertThat(SecretBox.open(hex(NONCE), hex(KEY))).isEmpty();
    }

    private static String gcm(String form, byte[] key, String text)
            throws GeneralSecurityException {
        byte[] nonce = hex("000102030405060708090a0b");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, nonce));
        byte[] closed = cipher.doFinal(text.getBytes(UTF_8));
        byte[] all = new byte[nonce.length + closed.length];
        System.arraycopy(nonce, 0, all, 0, nonce.length);
        System.arraycopy(closed, 0, all, nonce.length, closed.length);
        return form + Base64.getUrlEncoder().encodeToString(all);
    }

    /// HKDF by its definition (RFC 5869): extracted without a salt, one block expanded.
    private static byte[] derived(String key) throws GeneralSecurityException {
        byte[] extracted = hmac(new byte[32], key.getBytes(UTF_8));
        return hmac(extracted, "litellm-at-rest-v3\u0001".getBytes(UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    @Test
    void newer_forms_are_opened_with_any_of_the_keys() throws GeneralSecurityException {
        byte[] hashed = MessageDigest.getInstance("SHA-256").digest("sk-master".getBytes(UTF_8));

        assertThat(secrets.open(gcm("v3:gcm:", derived("sk-salt"), "openai/gpt-4o")))
                .hasValue("openai/gpt-4o");
        assertThat(secrets.open(gcm("v2:gcm:", hashed, "grüße"))).hasValue("grüße");
    }

    @Test
    void what_another_key_closed_or_nobody_did_stays_as_it_is() throws GeneralSecurityException {
        assertThat(secrets.open(gcm("v3:gcm:", derived("sk-other"), "x"))).isEmpty();
        assertThat(secrets.open("v3:gcm:")).isEmpty();
        assertThat(secrets.open("v2:gcm:%%%")).isEmpty();
        assertThat(secrets.open("openai/gpt-4o")).isEmpty();
        assertThat(LitellmSecrets.isClosed("openai/gpt-4o")).isFalse();
        assertThat(LitellmSecrets.isClosed("os.environ/OPENAI_API_KEY")).isFalse();
    }
}
