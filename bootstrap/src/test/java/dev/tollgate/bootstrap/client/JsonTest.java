package dev.tollgate.bootstrap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.application.testkit.TestGateway;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

class JsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// What a text means, told by a reader of another make.
    static JsonNode value(Json json) {
        try {
            return MAPPER.readTree(json.text());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    @Test
    void parts_are_cut_out_exactly_as_they_were_written() {
        for (long seed = 0; seed < 3000; seed++) {
            Written written = new Written(TestGateway.seeded(seed));
            check("seed " + seed, Json.parse(written.spaced(written.value(0))), written.last);
        }
    }

    @Test
    void long_texts_are_cut_alike() {
        String filler = "é\\n".repeat(30_000);
        Json json =
                Json.parse(
                        " {\"a\" : \"" + filler + "\" ,\"b\":[ 1.50 , \"" + filler + "\",true ] }");
        assertThat(json.member("a").text()).isEqualTo('"' + filler + '"');
        assertThat(json.member("a").string()).isEqualTo("é\n".repeat(30_000));
        assertThat(json.member("b").elements())
                .extracting(Json::text)
                .containsExactly("1.50", '"' + filler + '"', "true");
    }

    private static void check(String seed, Json json, Part part) {
        assertThat(json.text()).as(seed).isEqualTo(part.text);
        assertThat(json.string()).as(seed).isEqualTo(part.string);
        assertThat(json.elements()).as(seed).hasSameSizeAs(part.elements);
        for (int i = 0; i < part.elements.size(); i++) {
            check(seed, json.elements().get(i), part.elements.get(i));
        }
        assertThat(json.members().keySet())
                .as(seed)
                .containsExactlyElementsOf(part.members.keySet());
        part.members.forEach((name, member) -> check(seed, json.member(name), member));
        assertThat(value(Json.array(List.of(json))).get(0)).as(seed).isEqualTo(value(json));
    }

    /// A value with the text it must be found as.
    private record Part(
            String text, String string, List<Part> elements, Map<String, Part> members) {
        Part(String text) {
            this(text, "", List.of(), Map.of());
        }
    }

    /// Writes values as no sane writer would.
    private static final class Written {
        private static final String[] PLAIN = {
            "null",
            "true",
            "false",
            "0",
            "-0.0",
            "1.50",
            "1e+5",
            "12345678901234567890",
            "[]",
            "{ }"
        };
        private static final String[][] CHARACTERS = {
            {"a", "a"},
            {"é", "é"},
            {"😀", "😀"},
            {"\\\"", "\""},
            {"\\\\", "\\"},
            {"\\u0041", "A"},
            {"\\ud83d\\ude00", "😀"},
            {"\\/", "/"},
            {"]", "]"},
            {"{", "{"},
            {",", ","},
            {":", ":"},
            {" ", " "}
        };

        private final RandomGenerator random;
        private Part last = new Part("");

        Written(RandomGenerator random) {
            this.random = random;
        }

        String value(int depth) {
            last = part(depth);
            return last.text;
        }

        private Part part(int depth) {
            return switch (random.nextInt(depth > 4 ? 2 : 4)) {
                case 0 -> new Part(PLAIN[random.nextInt(PLAIN.length)]);
                case 1 -> string();
                case 2 -> array(depth);
                default -> object(depth);
            };
        }

        private Part string() {
            StringBuilder text = new StringBuilder("\"");
            StringBuilder string = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                String[] character = CHARACTERS[random.nextInt(CHARACTERS.length)];
                text.append(character[0]);
                string.append(character[1]);
            }
            return new Part(text.append('"').toString(), string.toString(), List.of(), Map.of());
        }

        private Part array(int depth) {
            List<Part> elements = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(part(depth + 1));
                texts.add(spaced(elements.getLast().text));
            }
            return new Part("[" + String.join(",", texts) + "]", "", elements, Map.of());
        }

        private Part object(int depth) {
            Map<String, Part> members = new LinkedHashMap<>();
            List<String> texts = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Part name = string();
                if (!members.containsKey(name.string)) {
                    Part member = part(depth + 1);
                    members.put(name.string, member);
                    texts.add(spaced(name.text) + ":" + spaced(member.text));
                }
            }
            return new Part("{" + String.join(",", texts) + "}", "", List.of(), members);
        }

        String spaced(String text) {
            return space() + text + space();
        }

        private String space() {
            return " \n\t\r ".substring(0, random.nextInt(3));
        }
    }

    @Test
    void what_is_written_is_read_again() {
        for (long seed = 0; seed < 500; seed++) {
            RandomGenerator random = TestGateway.seeded(seed);
            int[] codePoints =
                    random.ints(random.nextInt(20), 0, 0x11_0000)
                            .map(c -> c >= 0xd800 && c < 0xe000 ? 'x' : c)
                            .toArray();
            String text = new String(codePoints, 0, codePoints.length);
            Json json = Json.object(Map.of(text, Json.strings(text)));
            assertThat(Json.parse(json.text()).member(text).elements().getFirst().string())
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }

    @Test
    void anything_but_one_value_is_refused() {
        for (String text :
                List.of(
                        "",
                        " ",
                        "{",
                        "[1,]",
                        "{} {}",
                        "'a'",
                        "nul",
                        "1 2",
                        "\"",
                        "[".repeat(5000))) {
            assertThatThrownBy(() -> Json.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not JSON");
        }
    }
}
