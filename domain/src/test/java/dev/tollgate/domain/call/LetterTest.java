package dev.tollgate.domain.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class LetterTest {
    /// A letter of these fields, with the white space that callers put between things.
    private static Letter letter(Map<String, String> fields, String space) {
        StringBuilder text = new StringBuilder(space).append('{').append(space);
        List<Field> table = new ArrayList<>();
        fields.forEach(
                (name, value) -> {
                    if (!table.isEmpty()) {
                        text.append(space).append(',').append(space);
                    }
                    int start = text.length();
                    text.append('"').append(name).append('"').append(space).append(':');
                    int valueStart = text.append(space).length();
                    table.add(new Field(name, start, valueStart, text.append(value).length()));
                });
        text.append(space).append('}').append(space);
        return new Letter(
                Dialect.OPENAI_CHAT, text.toString().getBytes(StandardCharsets.UTF_8), table);
    }

    private static String text(Letter letter) {
        return new String(letter.bytes(), StandardCharsets.UTF_8);
    }

    private static String text(Letter letter, int from, int to) {
        return new String(letter.bytes(), from, to - from, StandardCharsets.UTF_8);
    }

    /// Name → value, as the table says.
    private static Map<String, String> read(Letter letter) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Field field : letter.fields()) {
            assertThat(text(letter, field.start(), field.valueStart()))
                    .startsWith("\"" + field.name() + "\"")
                    .contains(":");
            fields.put(field.name(), text(letter, field.valueStart(), field.end()));
        }
        return fields;
    }

    @Test
    void other_fields_replace_those_of_the_caller_and_every_other_byte_stays() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("model", "\"a\"");
        fields.put("temperature", "1");
        fields.put("user", "\"x\"");

        Letter other =
                letter(fields, " ")
                        .with(Map.of("temperature", "0.25", "model", "null", "n\"", "[\"ü\"]"));

        assertThat(text(other))
                .isEqualTo(" { \"temperature\" : 0.25 , \"user\" : \"x\",\"n\\\"\":[\"ü\"] } ");
    }

    @Test
    void a_letter_without_fields_gets_some() {
        assertThat(text(letter(Map.of(), "").with(Map.of("n", "1")))).isEqualTo("{\"n\":1}");
        assertThat(text(letter(Map.of("n", "1"), "").with(Map.of("n", "null")))).isEqualTo("{}");
    }

    @Test
    void what_was_written_is_read_back_at_the_places_of_the_new_table() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Map<String, String> fields = fields(random);
            Map<String, String> parameters = fields(random);
            Map<String, String> expected = new LinkedHashMap<>(fields);
            parameters.forEach(
                    (name, value) -> {
                        if (value.equals("null")) {
                            expected.remove(name);
                        } else {
                            expected.put(name, value);
                        }
                    });

            Letter other = letter(fields, random.nextBoolean() ? "\n  " : "").with(parameters);

            assertThat(read(other)).as("seed %d", seed).containsExactlyEntriesOf(expected);
            assertThat(text(other).replaceAll("\\s", ""))
                    .as("seed %d", seed)
                    .isEqualTo(text(letter(expected, "")));
        }
    }

    private static Map<String, String> fields(Random random) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            if (random.nextBoolean()) {
                String[] values = {"1", "null", "\"x,}\"", "{\"a\":[1,2]}"};
                fields.put(name, values[random.nextInt(values.length)]);
            }
        }
        return fields;
    }

    @Test
    void a_word_is_a_short_text_and_nothing_else() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("tier", "\"flex\"");
        fields.put("empty", "\"\"");
        fields.put("number", "1");
        fields.put("escaped", "\"fl\\u0065x\"");
        fields.put("long", "\"" + "x".repeat(100) + "\"");
        Letter letter = letter(fields, " ");

        assertThat(letter.word("tier")).isEqualTo("flex");
        assertThat(List.of("empty", "number", "escaped", "long", "absent"))
                .allSatisfy(name -> assertThat(letter.word(name)).isEmpty());
    }
}
