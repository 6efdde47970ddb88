package dev.tollgate.adapters.providers.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Letters as the gateway's door hands them over: the bytes with the table of their fields.
public final class LetterFixture {
    private static final JsonFactory JSON = new JsonFactory();

    private LetterFixture() {}

    public static Letter aLetter(Dialect dialect, String json) {
        return aLetter(dialect, json.getBytes(StandardCharsets.UTF_8));
    }

    public static Letter aLetter(Dialect dialect, byte[] json) {
        List<Field> fields = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    fields.add(field(parser));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Letter(dialect, json, fields);
    }

    private static Field field(JsonParser parser) throws IOException {
        String name = parser.currentName();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.nextToken();
        int valueStart = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return new Field(name, start, valueStart, end);
    }
}
