package dev.tollgate.adapters.providers.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.tollgate.application.port.out.PromptTokens;
import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;

import java.io.IOException;

/// Counts a letter's texts and adds what the chat format adds to them, as OpenAI documents it:
/// three tokens for a message and for the start of the answer, one for a name. Images count as
/// small ones. Tools count by their texts and names.
///
/// What cannot be read counts nothing: the provider will say what is wrong with it.
public final class LetterTokens implements PromptTokens {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PER_MESSAGE = 3;
    private static final int START_OF_REPLY = 3;
    private static final int PER_NAME = 1;
    private static final int PER_IMAGE = 85;

    private final TokenCounter counter;

    public LetterTokens(TokenCounter counter) {
        this.counter = counter;
    }

    @Override
    public boolean exactFor(String provider) {
        return provider.equals("openai") || provider.equals("azure");
    }

    @Override
    public long count(String model, Letter letter) {
        return switch (letter.dialect()) {
            case OPENAI_CHAT -> chat(model, letter);
            case OPENAI_COMPLETIONS -> longest(model, letter, "prompt");
            case OPENAI_EMBEDDINGS -> longest(model, letter, "input");
        };
    }

    private long chat(String model, Letter letter) {
        long tokens = START_OF_REPLY;
        for (Field field : letter.fields()) {
            tokens +=
                    switch (field.name()) {
                        case "messages" ->
                                read(letter, field, json -> new Texts(model, json).messages());
                        case "tools", "functions" ->
                                read(letter, field, json -> new Texts(model, json).everything());
                        default -> 0;
                    };
        }
        return tokens;
    }

    private long longest(String model, Letter letter, String name) {
        return letter.field(name)
                .map(field -> read(letter, field, json -> new Texts(model, json).longest()))
                .orElse(0L);
    }

    private static long read(Letter letter, Field field, Reading reading) {
        int length = field.end() - field.valueStart();
        try (JsonParser json = JSON.createParser(letter.bytes(), field.valueStart(), length)) {
            json.nextToken();
            return reading.tokens(json);
        } catch (IOException _) {
            return 0;
        }
    }

    private interface Reading {
        long tokens(JsonParser json) throws IOException;
    }

    /// The texts of one field; the parser stands at its first token.
    private final class Texts {
        private final String model;
        private final JsonParser json;

        Texts(String model, JsonParser json) {
            this.model = model;
            this.json = json;
        }

        /// Every field name and text.
        long everything() throws IOException {
            long tokens = 0;
            for (JsonToken token = json.currentToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                    tokens += counter.count(model, json.getText());
                }
            }
            return tokens;
        }

        /// The texts of messages, wherever they stand in them.
        long messages() throws IOException {
            long tokens = 0;
            int depth = 0;
            for (JsonToken token = json.currentToken(); token != null; token = json.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                    tokens += depth == 2 ? PER_MESSAGE : 0;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME
                        && json.currentName().equals("image_url")) {
                    json.nextToken();
                    json.skipChildren();
                    tokens += PER_IMAGE;
                } else if (token == JsonToken.VALUE_STRING) {
                    tokens += text(depth);
                }
            }
            return tokens;
        }

        private long text(int depth) throws IOException {
            String name = json.currentName();
            if (name == null) {
                name = "content";
            }
            return switch (name) {
                case "content", "text", "role", "arguments", "refusal" ->
                        counter.count(model, json.getText());
                // Of a message, not of the function it calls.
                case "name" -> counter.count(model, json.getText()) + (depth == 2 ? PER_NAME : 0);
                default -> 0;
            };
        }

        /// The longest of several texts, or of several lists of token numbers, or the only one.
        long longest() throws IOException {
            long longest = 0;
            long numbers = 0;
            for (JsonToken token = json.currentToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    longest = Math.max(longest, counter.count(model, json.getText()));
                } else if (token.isNumeric()) {
                    numbers++;
                    longest = Math.max(longest, numbers);
                } else if (token.isStructStart()) {
                    numbers = 0;
                }
            }
            return longest;
        }
    }
}
