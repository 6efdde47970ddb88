package dev.tollgate.adapters.persistence.transcripts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

import dev.tollgate.domain.access.SecretNames;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Makes JSON texts shorter for those who read them later: of long strings a part from the middle
/// is left out, of secrets everything.
final class ShortJson {
    /// Bytes of a text that is JSON no more where it is still longer.
    static final int LONGEST = 1 << 20;

    private static final String HIDDEN = "***";
    private static final int HEAD_PERCENT = 35;

    /// Secrets in headers, beside those that settings have.
    private static final Set<String> HEADERS =
            Set.of("proxy-authorization", "apikey", "api-key", "x-api-key");

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    private final int longestText;

    /// @param longestText characters of a string that stays whole
    ShortJson(int longestText) {
        this.longestText = longestText;
    }

    /// The same text, shorter. One that is no JSON is cut as a whole.
    byte[] of(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(text.length, LONGEST));
        try (JsonParser from = JSON.createParser(text);
                JsonGenerator to = JSON.createGenerator(out)) {
            while (from.nextToken() != null) {
                copy(from, to);
            }
        } catch (IOException _) {
            return cut(text);
        }
        return cut(out.toByteArray());
    }

    private void copy(JsonParser from, JsonGenerator to) throws IOException {
        if (from.currentToken() == JsonToken.FIELD_NAME) {
            member(from, to);
        } else if (from.currentToken() == JsonToken.VALUE_STRING
                && from.getTextLength() > longestText) {
            to.writeString(shorter(from.getText()));
        } else {
            to.copyCurrentEventExact(from);
        }
    }

    private void member(JsonParser from, JsonGenerator to) throws IOException {
        String name = from.currentName();
        if (isSecret(name)) {
            hide(from, to);
            return;
        }
        to.writeFieldName(name);
        if (from.nextToken() == JsonToken.START_OBJECT && SecretNames.holdsSecrets(name)) {
            to.writeStartObject();
            while (from.nextToken() == JsonToken.FIELD_NAME) {
                hide(from, to);
            }
            to.writeEndObject();
        } else {
            copy(from, to);
        }
    }

    private static void hide(JsonParser from, JsonGenerator to) throws IOException {
        to.writeFieldName(from.currentName());
        from.nextToken();
        from.skipChildren();
        to.writeString(HIDDEN);
    }

    private static boolean isSecret(String name) {
        return SecretNames.isSecret(name) || HEADERS.contains(name.toLowerCase(Locale.ROOT));
    }

    private String shorter(String text) {
        int head = longestText * HEAD_PERCENT / 100;
        int tail = text.length() - (longestText - head);
        return "%s… (%d characters left out) …%s"
                .formatted(
                        text.substring(0, whole(text, head)),
                        tail - head,
                        text.substring(whole(text, tail)));
    }

    /// The same place, or the next one if it is within a character.
    private static int whole(String text, int at) {
        boolean within = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
        return within ? at + 1 : at;
    }

    private static byte[] cut(byte[] text) {
        if (text.length <= LONGEST) {
            return text;
        }
        String all = new String(text, StandardCharsets.UTF_8);
        ShortJson part = new ShortJson(LONGEST / 4);
        return part.shorter(all).getBytes(StandardCharsets.UTF_8);
    }
}
