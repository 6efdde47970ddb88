package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.application.port.in.CountTokens.Message;
import dev.tollgate.application.port.in.CountTokens.Property;
import dev.tollgate.application.port.in.CountTokens.Question;
import dev.tollgate.application.port.in.CountTokens.Tool;
import dev.tollgate.application.port.in.CountTokens.ToolChoice;
import dev.tollgate.application.port.in.CountTokens.Type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what is to be counted: a prompt, or messages in OpenAI's, Anthropic's or Google's form,
/// and the tools beside them. What it does not know it leaves out: a count is an estimate.
final class TokenQuestions {
    private static final int DEEPEST = 20;

    private TokenQuestions() {}

    /// @return nothing if there is nothing to count
    static Optional<Question> of(String model, JsonNode body) {
        List<Message> messages = new ArrayList<>();
        JsonNode system = body.path("system");
        if (!system.isMissingNode() && !system.isNull()) {
            messages.add(new Message("system", texts(system), false, 0));
        }
        if (body.path("messages").isArray()) {
            body.path("messages").forEach(each -> messages.add(message(each)));
        } else if (body.path("contents").isArray()) {
            for (JsonNode content : body.path("contents")) {
                String role = content.path("role").asText("user");
                messages.add(new Message(role, texts(content.path("parts")), false, 0));
            }
        } else if (body.hasNonNull("prompt")) {
            return Optional.of(new Question.Prompt(model, texts(body.path("prompt"))));
        } else {
            return Optional.empty();
        }
        return Optional.of(
                new Question.Conversation(
                        model,
                        messages,
                        tools(body.path("tools")),
                        choice(body.path("tool_choice"))));
    }

    private static Message message(JsonNode message) {
        List<String> texts = new ArrayList<>(texts(message.path("content")));
        boolean named = message.path("name").isTextual();
        if (named) {
            texts.add(message.path("name").textValue());
        }
        for (JsonNode call : message.path("tool_calls")) {
            texts.add(call.path("function").path("arguments").asText(""));
        }
        return new Message(
                message.path("role").asText("user"), texts, named, images(message.path("content")));
    }

    private static int images(JsonNode content) {
        int tokens = 0;
        for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
            String type = part.path("type").asText("");
            if (type.equals("image_url") || type.equals("image")) {
                boolean high = part.path("image_url").path("detail").asText("").equals("high");
                tokens = Math.addExact(tokens, high ? Message.UNSEEN_IMAGE : Message.SMALL_IMAGE);
            }
        }
        return tokens;
    }

    /// The texts of a string, of a part, or of a list of either.
    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        collect(node, texts, 0);
        return texts;
    }

    private static void collect(JsonNode node, List<String> texts, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (node.isTextual()) {
            texts.add(node.textValue());
        } else if (node.isArray()) {
            node.forEach(each -> collect(each, texts, depth + 1));
        } else if (node.isObject()) {
            collect(node.path("text"), texts, depth + 1);
            collect(node.path("content"), texts, depth + 1);
        }
    }

    private static List<Tool> tools(JsonNode tools) {
        List<Tool> read = new ArrayList<>();
        for (JsonNode tool : tools.isArray() ? tools : List.<JsonNode>of()) {
            JsonNode function = tool.hasNonNull("function") ? tool.path("function") : tool;
            JsonNode schema =
                    function.hasNonNull("parameters")
                            ? function.path("parameters")
                            : function.path("input_schema");
            if (function.path("name").isTextual()) {
                read.add(
                        new Tool(
                                function.path("name").textValue(),
                                function.path("description").asText(""),
                                properties(schema, 0)));
            }
        }
        return read;
    }

    private static List<Property> properties(JsonNode schema, int depth) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText("")));
        List<Property> properties = new ArrayList<>();
        schema.path("properties")
                .properties()
                .forEach(
                        field ->
                                properties.add(
                                        new Property(
                                                field.getKey(),
                                                field.getValue().path("description").asText(""),
                                                type(field.getValue(), depth + 1),
                                                required.contains(field.getKey()))));
        return properties;
    }

    private static Type type(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return new Type.Simple("any");
        }
        if (schema.path("enum").isArray()) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(value -> values.add(value.toString()));
            return new Type.OneOf(values);
        }
        return switch (schema.path("type").asText("any")) {
            case "array" -> new Type.ListOf(type(schema.path("items"), depth + 1));
            case "object" -> new Type.ObjectOf(properties(schema, depth));
            case "integer", "number" -> new Type.Simple("number");
            case "string" -> new Type.Simple("string");
            case "boolean" -> new Type.Simple("boolean");
            case "null" -> new Type.Simple("null");
            default -> new Type.Simple("any");
        };
    }

    private static ToolChoice choice(JsonNode choice) {
        if (choice.asText("").equals("none")) {
            return new ToolChoice.None();
        }
        JsonNode name = choice.path("function").path("name");
        return name.isTextual() ? new ToolChoice.Named(name.textValue()) : new ToolChoice.Free();
    }
}
