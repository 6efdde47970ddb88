package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// The events of a streamed answer put together to the answer that they tell: texts joined, the
/// rest as it was said last. Events of other shapes are shown one by one.
final class StreamedAnswer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DATA = "data: ";

    private final ObjectNode answer = JSON.createObjectNode();
    private final ArrayNode others = JSON.createArrayNode();
    private final Map<Integer, ObjectNode> choices = new TreeMap<>();

    private StreamedAnswer() {}

    static JsonNode of(byte[] events) {
        StreamedAnswer told = new StreamedAnswer();
        new String(events, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(DATA + "{"))
                .forEach(line -> told.event(line.substring(DATA.length())));
        return told.whole();
    }

    private void event(String data) {
        try {
            JsonNode event = JSON.readTree(data);
            if (event.path("choices").isArray()) {
                chunk(event);
            } else {
                others.add(event);
            }
        } catch (JsonProcessingException _) {
            // The last one may be cut in two.
        }
    }

    private void chunk(JsonNode chunk) {
        for (Map.Entry<String, JsonNode> field : chunk.properties()) {
            if (!field.getKey().equals("choices") && !field.getValue().isNull()) {
                answer.set(field.getKey(), field.getValue());
            }
        }
        for (JsonNode choice : chunk.path("choices")) {
            int index = choice.path("index").asInt();
            ObjectNode whole = choices.computeIfAbsent(index, _ -> JSON.createObjectNode());
            for (Map.Entry<String, JsonNode> field : choice.properties()) {
                boolean delta = field.getKey().equals("delta");
                join(whole, delta ? "message" : field.getKey(), field.getValue());
            }
        }
    }

    private static void join(ObjectNode whole, String name, JsonNode more) {
        JsonNode known = whole.path(name);
        if (more instanceof ObjectNode fields) {
            ObjectNode joined = known instanceof ObjectNode its ? its : whole.putObject(name);
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                join(joined, field.getKey(), field.getValue());
            }
        } else if (more.isArray()) {
            ArrayNode joined = known instanceof ArrayNode its ? its : whole.putArray(name);
            more.forEach(member -> join(joined, member));
        } else if (known.isTextual() && more.isTextual() && isText(name)) {
            whole.put(name, known.textValue() + more.textValue());
        } else if (!more.isNull() || known.isMissingNode()) {
            whole.set(name, more);
        }
    }

    /// Members with an `index` go on with the one that had it before.
    private static void join(ArrayNode list, JsonNode member) {
        for (JsonNode known : list) {
            if (member.has("index")
                    && known instanceof ObjectNode whole
                    && whole.path("index").equals(member.path("index"))) {
                for (Map.Entry<String, JsonNode> field : member.properties()) {
                    join(whole, field.getKey(), field.getValue());
                }
                return;
            }
        }
        list.add(member.deepCopy());
    }

    /// What comes piece by piece; names, roles and types come again and again.
    private static boolean isText(String name) {
        return switch (name) {
            case "role", "type", "id", "name", "finish_reason" -> false;
            default -> true;
        };
    }

    private JsonNode whole() {
        if (!others.isEmpty() && choices.isEmpty()) {
            return others;
        }
        if (!choices.isEmpty()) {
            answer.putArray("choices").addAll(choices.values());
        }
        if (!others.isEmpty()) {
            answer.set("events", others);
        }
        return answer;
    }
}
