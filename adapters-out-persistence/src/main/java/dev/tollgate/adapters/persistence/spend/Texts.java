package dev.tollgate.adapters.persistence.spend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.tollgate.domain.entity.KeptText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Text as a database takes it: lists as JSON, names within bounds.
final class Texts {
    private static final JsonFactory JSON = new JsonFactory();

    /// Longer names do not fit into every index.
    private static final int LONGEST_NAME = 400;

    private static final int KEPT = 300;

    private Texts() {}

    /// The same text if it can be kept and is not too long, and else another that belongs to it
    /// alone.
    static String name(String text) {
        return text.length() <= LONGEST_NAME && KeptText.isPossible(text)
                ? text
                : cut(text.replace('\0', '\uFFFD')) + "~" + digest(text);
    }

    private static String cut(String text) {
        StringBuilder cut = new StringBuilder();
        text.codePoints()
                .limit(KEPT)
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(cut::appendCodePoint);
        return cut.toString();
    }

    /// 32 hex digits that stand for a text.
    static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// A JSON array of texts.
    static String list(Iterable<String> texts) {
        return json(
                json -> {
                    json.writeStartArray();
                    for (String text : texts) {
                        json.writeString(text);
                    }
                    json.writeEndArray();
                });
    }

    /// The same JSON without a character beyond ASCII.
    static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            ascii.append(c < 0x80 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        return ascii.toString();
    }

    /// The texts of a JSON array.
    static List<String> list(String json) {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    texts.add(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a kept list is no JSON", e);
        }
        return texts;
    }

    /// A JSON array of arrays of texts, whole numbers and truth values, these as 0 and 1.
    static String table(List<@Nullable Object[]> rows) {
        return json(
                json -> {
                    json.writeStartArray();
                    for (@Nullable Object[] row : rows) {
                        json.writeStartArray();
                        for (Object value : row) {
                            write(json, value);
                        }
                        json.writeEndArray();
                    }
                    json.writeEndArray();
                });
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case Boolean yes -> json.writeNumber(yes ? 1 : 0);
            default -> throw new IllegalArgumentException("no value of a row: " + value.getClass());
        }
    }

    private static String json(JsonText text) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            text.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toString();
    }

    private interface JsonText {
        void write(JsonGenerator json) throws IOException;
    }
}
