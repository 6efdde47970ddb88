package dev.tollgate.adapters.http.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class JsonScannerTest {
    private static final JsonFactory ORACLE =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(JsonScanner.MAX_DEPTH)
                                    .maxNumberLength(JsonScanner.MAX_NUMBER)
                                    .build())
                    .build();
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u00e9",
        "\\uD83D",
        "\\x",
        "\"a\"",
        "\"b\":",
        "1",
        "0",
        "-",
        "01",
        "1.5",
        "1e5",
        "1E+",
        ".",
        "true",
        "false",
        "null",
        "nul",
        " ",
        "\n",
        "\t",
        "é",
        "€",
        "😀",
        "\u0001",
        "\u007f",
        "{\"k\":[1,2,{\"z\":null}]}"
    };

    @Test
    void valid_documents_are_valid_and_damaged_ones_are_what_the_oracle_says() throws Exception {
        for (int seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            byte[] json = document(random, 0).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(3) > 0) {
                json = damaged(json, random);
            }
            agree(json, seed);
        }
    }

    @Test
    void heaps_of_pieces_are_what_the_oracle_says() throws Exception {
        for (int seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "{\"a\":" : "");
            for (int i = random.nextInt(6); i >= 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            text.append(random.nextBoolean() ? "}" : "");
            agree(text.toString().getBytes(StandardCharsets.UTF_8), seed);
        }
    }

    @Test
    void the_places_of_top_level_fields_are_those_of_the_oracle() throws Exception {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("{ \"prompt\" : \"p\"");
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(",\n\"f").append(i).append("é\" :\t").append(value(random, 1));
            }
            byte[] json = text.append("}").toString().getBytes(StandardCharsets.UTF_8);

            Envelope read =
                    new EnvelopeReader(false)
                            .read(
                                    json,
                                    Dialect.OPENAI_COMPLETIONS,
                                    "",
                                    CallHeaders.NONE,
                                    "id",
                                    Caller.MASTER);

            assertThat(((Envelope.Read) read).call().letter().fields())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(oracleFields(json));
        }
    }

    @Test
    void broken_utf8_is_found_wherever_it_stands() {
        byte[][] broken = {
            {(byte) 0x80},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xc3},
            {(byte) 0xe0, (byte) 0x80, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xff},
            {(byte) 0xf0, (byte) 0x9f, (byte) 0x98}
        };
        for (byte[] each : broken) {
            for (int before = 0; before < 20; before++) {
                byte[] json = new byte[before + each.length + 2];
                java.util.Arrays.fill(json, (byte) 'x');
                json[0] = '"';
                System.arraycopy(each, 0, json, before + 1, each.length);
                json[json.length - 1] = '"';
                assertThatThrownBy(() -> new JsonScanner(json).value(0))
                        .isInstanceOf(BadJson.class)
                        .hasMessageContaining("UTF-8");
            }
        }
    }

    @Test
    void depth_and_length_of_numbers_are_bounded() {
        String deep = "[".repeat(JsonScanner.MAX_DEPTH) + "]".repeat(JsonScanner.MAX_DEPTH);
        assertThat(scan(deep)).isEqualTo(deep.length());
        assertThatThrownBy(() -> scan("[" + deep + "]")).hasMessageContaining("deeper");
        assertThatThrownBy(() -> scan("[".repeat(5_000_000))).hasMessageContaining("deeper");
        assertThat(scan("1".repeat(1000))).isEqualTo(1000);
        assertThatThrownBy(() -> scan("1".repeat(1001))).hasMessageContaining("number longer");
    }

    private static int scan(String json) {
        return new JsonScanner(json.getBytes(StandardCharsets.UTF_8)).value(0);
    }

    private static void agree(byte[] json, int seed) throws IOException {
        boolean ours;
        try {
            JsonScanner scanner = new JsonScanner(json);
            ours = scanner.space(scanner.value(0)) == json.length;
        } catch (BadJson _) {
            ours = false;
        }
        assertThat(ours)
                .as("seed %d: %s", seed, new String(json, StandardCharsets.UTF_8))
                .isEqualTo(valid(json));
    }

    private static boolean valid(byte[] json) throws IOException {
        try (JsonParser parser = ORACLE.createParser(json)) {
            if (parser.nextToken() == null) {
                return false;
            }
            int depth = 0;
            JsonToken token = parser.currentToken();
            do {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    parser.getText();
                }
                if (depth == 0) {
                    return parser.nextToken() == null;
                }
                token = parser.nextToken();
            } while (token != null);
            return false;
        } catch (com.fasterxml.jackson.core.JsonProcessingException _) {
            return false;
        }
    }

    private static List<Field> oracleFields(byte[] json) throws IOException {
        List<Field> fields = new ArrayList<>();
        try (JsonParser parser = ORACLE.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                int valueStart = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    parser.getText();
                }
                int end = (int) parser.currentLocation().getByteOffset();
                // A parser looks one byte past a number.
                while (end > valueStart + 1
                        && " \n\t,}".indexOf(json[end - 1]) >= 0
                        && parser.currentToken().isNumeric()) {
                    end--;
                }
                fields.add(new Field(name, start, valueStart, end));
            }
        }
        return fields;
    }

    private static byte[] damaged(byte[] json, Random random) {
        byte[] copy = json.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String odd = "{}[],:\"\\ 0-1.eEtfn\n\u0001x";
            copy[random.nextInt(copy.length)] = (byte) odd.charAt(random.nextInt(odd.length()));
        }
        // Broken UTF-8 is looked at elsewhere: the oracle is lenient about it.
        String text = new String(copy, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') >= 0 ? json : copy;
    }

    private static String document(Random random, int depth) {
        return (random.nextBoolean() ? " " : "") + value(random, depth);
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> "\"" + text(random) + "\"";
            case 1 -> new String[] {"0", "-1", "1.25", "6e-7", "12E+3"}[random.nextInt(5)];
            case 2 -> new String[] {"true", "false", "null"}[random.nextInt(3)];
            case 3 -> random.nextBoolean() ? "[ ]" : "{ }";
            case 4 -> {
                StringBuilder list = new StringBuilder("[");
                for (int i = random.nextInt(4); i >= 0; i--) {
                    list.append(value(random, depth + 1)).append(i > 0 ? " ,\n" : "");
                }
                yield list + "]";
            }
            default -> {
                StringBuilder object = new StringBuilder("{");
                for (int i = random.nextInt(4); i >= 0; i--) {
                    object.append("\"k").append(i).append("\": ");
                    object.append(value(random, depth + 1)).append(i > 0 ? "," : "\t");
                }
                yield object + "}";
            }
        };
    }

    private static String text(Random random) {
        String[] parts = {
            "a", "word ", "é", "€", "😀", "\\n", "\\\"", "\\u00e9", "{", "0123456789"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }
}
