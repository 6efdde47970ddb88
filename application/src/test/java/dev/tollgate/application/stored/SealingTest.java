package dev.tollgate.application.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets;
import dev.tollgate.application.testkit.RememberingCipher;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class SealingTest {
    private static final String SECRET = "sk-7f3c9a0b1d";
    private static final String PLACE = "MODEL/m-1";

    private final Sealing sealing = new Sealing(new RememberingCipher());

    private static Fields fields(String name, @Nullable Object value) {
        return Fields.NONE.with(name, value);
    }

    /// Every text and number within.
    private static String content(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> fields.names() + " " + content(fields.asMap().values());
            case Iterable<?> many -> {
                StringBuilder text = new StringBuilder();
                many.forEach(each -> text.append(content(each)).append(' '));
                yield text.toString();
            }
            case null, default -> String.valueOf(value);
        };
    }

    @Test
    void a_secret_is_nowhere_in_what_is_kept_and_comes_back_when_it_is_opened() {
        for (Fields each :
                List.of(
                        fields("api_key", SECRET),
                        fields("api_kye", SECRET),
                        fields("credential_values", Map.of("odd", SECRET)),
                        fields("environment_variables", Map.of("ANY", SECRET)),
                        fields("aws_secret_access_key", List.of(SECRET)),
                        fields("extra_headers", Map.of("x-any", SECRET)),
                        fields("vertex_credentials", Map.of("a", Map.of("b", SECRET))),
                        fields("inner", Map.of("deeper", List.of(Map.of("password", SECRET)))),
                        fields("api_base", "https://me:" + SECRET + "@host/v1"),
                        fields("api_base", "https://host/v1?key=" + SECRET))) {
            Fields closed = sealing.close(each, PLACE);

            assertThat(content(closed)).doesNotContain(SECRET);
            assertThat(content(Sealing.shown(closed))).doesNotContain(SECRET).doesNotContain("$");
            assertThat(sealing.open(closed, PLACE)).isEqualTo(each);
        }
    }

    @Test
    void a_secret_number_comes_back_as_a_text() {
        Fields closed = sealing.close(fields("api_key", 12_345_678), PLACE);

        assertThat(content(closed)).doesNotContain("12345678");
        assertThat(sealing.open(closed, PLACE).text("api_key")).isEqualTo("12345678");
    }

    @Test
    void what_is_no_secret_is_kept_as_it_is() {
        Fields plain =
                fields("model", "openai/gpt-4o")
                        .with("api_key", "os.environ/OPENAI_API_KEY")
                        .with("api_base", "https://host/v1")
                        .with("rpm", 60)
                        .with("tags", List.of("eu"))
                        .with("cleared", null);

        assertThat(sealing.close(plain, PLACE)).isEqualTo(plain);
        assertThat(Sealing.shown(plain)).isEqualTo(plain);
    }

    @Test
    void what_was_closed_for_one_place_cannot_be_opened_in_another() {
        Fields closed = sealing.close(fields("api_key", SECRET), PLACE);

        assertThatThrownBy(() -> sealing.open(closed, "MODEL/m-2"))
                .isInstanceOf(CannotKeepSecrets.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$sealed", "$sealed2"})
    void a_map_that_poses_as_a_closed_value_is_told(String name) {
        assertThat(Sealing.forged(fields("a", List.of(Map.of(name, "x"))))).isTrue();
        assertThat(Sealing.forged(fields("a", List.of(Map.of("sealed", "x"))))).isFalse();
    }
}
