package dev.tollgate.adapters.persistence.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class ShortJsonTest {
    private final ShortJson shorter = new ShortJson(100);

    private String of(String text) {
        return new String(
                shorter.of(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void of_a_long_string_the_middle_is_left_out() {
        String text = "a".repeat(40) + "b".repeat(60) + "c".repeat(70);

        assertThat(of("{\"x\":[\"" + text + "\",1]}"))
                .isEqualTo(
                        "{\"x\":[\"%s… (70 characters left out) …%s\",1]}"
                                .formatted("a".repeat(35), "c".repeat(65)));
    }

    @Test
    void no_character_is_cut_in_two() {
        String text = "x".repeat(34) + "\ud83d\ude00".repeat(60);

        String kept = of("\"" + text + "\"");

        assertThat(kept.codePoints())
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        assertThat(kept).doesNotContain("?").hasSizeLessThan(150);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1.50,\"b\":[true,null,-7],\"c\":{\"d\":\"é\"}}",
                "[]",
                "\"text\"",
            })
    void what_is_short_stays_as_it_is(String json) {
        assertThat(of(json)).isEqualTo(json);
    }

    @Test
    void secrets_are_hidden_however_deep_and_whatever_they_are() {
        String letter =
                "{\"tools\":[{\"headers\":{\"Authorization\":\"Bearer canary\"}}],"
                        + "\"api_key\":{\"value\":\"canary\"},\"max_tokens\":5}";

        assertThat(of(letter))
                .isEqualTo(
                        "{\"tools\":[{\"headers\":{\"Authorization\":\"***\"}}],"
                                + "\"api_key\":\"***\",\"max_tokens\":5}");
    }

    @Test
    void of_headers_and_variables_the_names_stay() {
        String letter =
                "{\"tools\":[{\"headers\":{\"x-tenant\":\"canary\",\"b\":[\"canary\"]}}],"
                        + "\"headers\":[{\"a\":1}],\"azure_ad_token\":\"canary\",\"n\":2}";

        assertThat(of(letter))
                .isEqualTo(
                        "{\"tools\":[{\"headers\":{\"x-tenant\":\"***\",\"b\":\"***\"}}],"
                                + "\"headers\":[{\"a\":1}],\"azure_ad_token\":\"***\",\"n\":2}");
    }

    @Test
    void what_is_no_json_stays_within_bounds_too() {
        assertThat(of("{\"a\":")).isEqualTo("{\"a\":");
        assertThat(of("x".repeat(3 * ShortJson.LONGEST))).hasSizeLessThan(ShortJson.LONGEST);
        assertThat(of("[" + "1,".repeat(ShortJson.LONGEST) + "1]"))
                .hasSizeLessThan(ShortJson.LONGEST);
    }
}
