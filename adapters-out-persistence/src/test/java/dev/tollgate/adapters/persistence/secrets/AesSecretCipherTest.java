package dev.tollgate.adapters.persistence.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.out.SecretCipher;
import dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets;
import dev.tollgate.domain.access.Secret;

import org.junit.jupiter.api.Test;

import java.util.Random;

class AesSecretCipherTest {
    private static final String PLACE = "CREDENTIAL/openai/api_key";
    private final SecretCipher cipher = with("the salt key", 1);

    private static SecretCipher with(String saltKey, long seed) {
        return new AesSecretCipher(Secret.of(saltKey), new Random(seed));
    }

    @Test
    void what_was_closed_is_opened_by_whoever_has_the_key() {
        String closed = cipher.close("sk-canary-ä", PLACE);

        assertThat(with("the salt key", 2).open(closed, PLACE)).isEqualTo("sk-canary-ä");
        assertThat(cipher.open(cipher.close("", PLACE), PLACE)).isEmpty();
    }

    @Test
    void nothing_of_a_secret_shows_and_equal_ones_look_different() {
        String closed = cipher.close("sk-canary", PLACE);

        assertThat(closed).startsWith("tg1.").doesNotContain("canary");
        assertThat(cipher.close("sk-canary", PLACE)).isNotEqualTo(closed);
    }

    @Test
    void another_key_is_told_by_its_name() {
        String closed = cipher.close("sk-canary", PLACE);
        String name = closed.split("\\.")[1];

        assertThatThrownBy(() -> with("another salt key", 1).open(closed, PLACE))
                .isInstanceOf(CannotKeepSecrets.class)
                .hasMessageContaining(name)
                .hasMessageContaining("LITELLM_SALT_KEY")
                .message()
                .doesNotContain("salt key\"", "canary");
    }

    @Test
    void a_secret_is_opened_in_its_own_place_only() {
        String closed = cipher.close("sk-canary", PLACE);

        assertThatThrownBy(() -> cipher.open(closed, "CREDENTIAL/other/api_key"))
                .isInstanceOf(CannotKeepSecrets.class);
    }

    @Test
    void a_change_of_any_character_is_noticed() {
        String closed = cipher.close("sk-canary", PLACE);
        for (int i = 0; i < closed.length(); i++) {
            char other = closed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = closed.substring(0, i) + other + closed.substring(i + 1);
            assertThatThrownBy(() -> cipher.open(changed, PLACE))
                    .as("character %d", i)
                    .isInstanceOf(CannotKeepSecrets.class);
        }
        assertThatThrownBy(() -> cipher.open("", PLACE)).isInstanceOf(CannotKeepSecrets.class);
        assertThatThrownBy(() -> cipher.open("sk-plain", PLACE))
                .isInstanceOf(CannotKeepSecrets.class);
    }

    @Test
    void without_a_key_storing_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> new NoSecretCipher().close("sk-canary", PLACE))
                .isInstanceOf(CannotKeepSecrets.class)
                .hasMessageContaining("LITELLM_SALT_KEY")
                .message()
                .doesNotContain("canary");
    }
}
