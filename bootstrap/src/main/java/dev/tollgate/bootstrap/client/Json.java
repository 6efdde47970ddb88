package dev.tollgate.bootstrap.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// One JSON value, kept as the text it was written in: order, spelling of numbers and escapes
/// included. Its parts are cut out of that text when they are asked for.
public final class Json {
    private static final int MAX_STRING = 256 << 20;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
                    .build();

    public static final Json NULL = new Json("null");

    private final String text;

    private Json(String text) {
        this.text = text;
    }

    /// Reads exactly one value.
    ///
    /// @throws IllegalArgumentException if the text is anything else; the message says where
    public static Json parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("not JSON: nothing in the text");
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("not JSON: more than one value");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + firstLine(e), e);
        }
        return new Json(text.strip());
    }

    /// Jackson's later lines repeat where in which source the fault is.
    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }

    public static Json of(String value) {
        return new Json(
                '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"');
    }

    public static Json of(long value) {
        return new Json(Long.toString(value));
    }

    public static Json of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value);
        }
        return new Json(Double.toString(value));
    }

    public static Json of(boolean value) {
        return new Json(Boolean.toString(value));
    }

    public static Json array(List<Json> elements) {
        StringBuilder array = new StringBuilder("[");
        for (Json element : elements) {
            array.append(array.length() > 1 ? "," : "").append(element.text);
        }
        return new Json(array.append(']').toString());
    }

    public static Json strings(String... elements) {
        return array(List.of(elements).stream().map(Json::of).toList());
    }

    /// An object with these members, in the map's order.
    public static Json object(Map<String, Json> members) {
        StringBuilder object = new StringBuilder("{");
        members.forEach(
                (name, value) ->
                        object.append(object.length() > 1 ? "," : "")
                                .append(of(name).text)
                                .append(':')
                                .append(value.text));
        return new Json(object.append('}').toString());
    }

    /// The text, as it was written.
    public String text() {
        return text;
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public boolean isNull() {
        return text.equals("null");
    }

    public boolean isObject() {
        return text.startsWith("{");
    }

    public boolean isArray() {
        return text.startsWith("[");
    }

    public boolean isString() {
        return text.startsWith("\"");
    }

    /// An object's members in their order, the last of equal names; nothing for any other value.
    public Map<String, Json> members() {
        Map<String, Json> members = new LinkedHashMap<>();
        if (isObject()) {
            inside(
                    parser -> {
                        while (parser.nextToken() == JsonToken.FIELD_NAME) {
                            String name = parser.currentName();
                            parser.nextToken();
                            members.put(name, cut(parser));
                        }
                    });
        }
        return members;
    }

    /// The member of this name; `null` where there is none.
    public Json member(String name) {
        return members().getOrDefault(name, NULL);
    }

    /// An array's elements in their order; nothing for any other value.
    public List<Json> elements() {
        List<Json> elements = new ArrayList<>();
        if (isArray()) {
            inside(
                    parser -> {
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            elements.add(cut(parser));
                        }
                    });
        }
        return elements;
    }

    /// A string's characters, unescaped; empty for any other value.
    public String string() {
        StringBuilder value = new StringBuilder();
        if (isString()) {
            read(
                    parser -> {
                        parser.nextToken();
                        value.append(parser.getText());
                    });
        }
        return value.toString();
    }

    /// A whole number's value; empty for any other value and beyond the range.
    public OptionalLong integer() {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /// The numbers of an array.
    ///
    /// @throws IllegalArgumentException if it is none, or holds anything else
    float[] floats() {
        if (!isArray()) {
            throw new IllegalArgumentException("a vector is neither an array nor base64");
        }
        float[][] found = {new float[0]};
        inside(parser -> found[0] = floats(parser));
        return found[0];
    }

    private static float[] floats(JsonParser parser) throws IOException {
        float[] values = new float[1024];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isNumeric()) {
                throw new IllegalArgumentException(
                        "number %d of a vector is none".formatted(count));
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = parser.getFloatValue();
        }
        return Arrays.copyOf(values, count);
    }

    private Json cut(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        return new Json(text.substring(start, end));
    }

    private void inside(Reading reading) {
        read(
                parser -> {
                    parser.nextToken();
                    reading.of(parser);
                });
    }

    private void read(Reading reading) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            reading.of(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("a checked text cannot be read again", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && json.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private interface Reading {
        void of(JsonParser parser) throws IOException;
    }
}
