package dev.tollgate.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretMaskTest {
    @Test
    void text_without_a_secret_stays_the_same_object() {
        String line = "caller=alice model=gpt-4o";
        assertThat(SecretMask.masked(line)).isSameAs(line);
    }

    @Test
    void what_only_begins_like_a_secret_stays() {
        assertStays("caller=sk-...Ab1Q deployment=east");
        assertStays("task-0123456789 and eyJhbGciOiJI.x");
        assertStays("http://host:80/x@y");
        assertStays("sk-");
    }

    @Test
    void several_secrets_of_one_line_are_masked_with_what_is_between_them() {
        assertThat(
                        SecretMask.masked(
                                "sk-...Ab1Q sk-0123456789,gsk_0123456789 x eyJ012345678.a.b."
                                        + " https://me:pw@h/sk-abcdefghij"))
                .isEqualTo("sk-...Ab1Q sk-***,gsk_*** x eyJ***. https://***@h/sk-***");
    }

    @Test
    void a_secret_is_found_beside_and_within_others() {
        assertThat(SecretMask.masked("sk-sk-sk-0123456789")).isEqualTo("sk-***");
        assertThat(SecretMask.masked("://://u:p@h")).isEqualTo("://://***@h");
        assertThat(SecretMask.masked("é sk-0123456789é")).isEqualTo("é sk-***é");
    }

    private static void assertStays(String text) {
        assertThat(SecretMask.masked(text)).isEqualTo(text);
    }
}
