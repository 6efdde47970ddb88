package dev.tollgate.adapters.providers.continuation;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.adapters.providers.json.JsonText;
import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.json.Splice;
import dev.tollgate.adapters.providers.json.Splice.Member;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and rewrites letters that ask for a chat answer.
final class Letters {
    private static final List<String> BOUNDS = List.of("max_tokens", "max_completion_tokens");

    private Letters() {}

    /// Whether the letter asks for one answer that is text and, maybe, tool calls.
    static boolean asksForText(Letter letter) {
        String count = text(letter, "n");
        return (count.isEmpty() || count.equals("1") || count.equals("null"))
                && !text(letter, "logprobs").equals("true")
                && !text(letter, "modalities").contains("audio")
                && letter.field("messages")
                        .filter(field -> letter.bytes()[field.valueStart()] == '[')
                        .isPresent();
    }

    /// A field's JSON text; empty if the letter does not have it.
    private static String text(Letter letter, String name) {
        return letter.field(name)
                .map(
                        field ->
                                new String(
                                        letter.bytes(),
                                        field.valueStart(),
                                        field.end() - field.valueStart(),
                                        StandardCharsets.UTF_8))
                .orElse("");
    }

    /// The letter with a beginning of the answer, for a target that writes on from there.
    ///
    /// @param marked whether the message is marked as a beginning
    /// @param written tokens of the answer that the caller has already
    /// @return empty where the letter does not ask for free text, or leaves no room for more
    static Optional<ModelCall> withBeginning(
            ModelCall call, String beginning, boolean marked, long written) {
        Splice fields = Splice.of(call.letter());
        Member messages = fields.find("messages");
        if (messages == null || messages.kind() != '[' || forcesForm(fields)) {
            return Optional.empty();
        }
        List<Member> all = messages.inside().members();
        if (all.isEmpty() || isAssistant(all.getLast()) || !reduceBounds(fields, written)) {
            return Optional.empty();
        }
        Parts longer = new Parts();
        longer.add(messages.bytes(), messages.valueStart(), messages.valueEnd() - 1);
        longer.add(
                ",{\"role\":\"assistant\",\"content\":%s%s}]"
                        .formatted(JsonText.quote(beginning), marked ? ",\"prefix\":true" : ""));
        fields.replace(messages, longer);
        Parts letter = new Parts();
        fields.writeTo(letter);
        return Optional.of(with(call, letter.toBytes()));
    }

    /// Whether the answer has to be a tool call or to fit a schema; such a one is not written on.
    private static boolean forcesForm(Splice fields) {
        Member choice = fields.find("tool_choice");
        Member format = fields.find("response_format");
        boolean free =
                choice == null
                        || choice.is("\"auto\"")
                        || choice.is("\"none\"")
                        || choice.is("null");
        return !free || (format != null && !format.is("null"));
    }

    private static boolean isAssistant(Member message) {
        if (message.kind() != '{') {
            return false;
        }
        Member role = message.inside().find("role");
        return role != null && role.is("\"assistant\"");
    }

    /// What the caller allowed is for the whole answer.
    ///
    /// @return false if nothing of it is left
    private static boolean reduceBounds(Splice fields, long written) {
        for (String name : BOUNDS) {
            Member bound = fields.find(name);
            if (bound != null && Character.isDigit(bound.kind())) {
                long left = bound.scanner().readCount() - written;
                if (left < 1) {
                    return false;
                }
                fields.replace(bound, JsonText.bytes(Long.toString(left)));
            }
        }
        return true;
    }

    private static ModelCall with(ModelCall call, byte[] bytes) {
        List<Field> fields = new ArrayList<>(call.letter().fields().size());
        JsonScanner scanner = new JsonScanner(bytes, 0, bytes.length);
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            String name = scanner.name();
            int start = scanner.nameStart() - 1;
            scanner.peek();
            int value = scanner.position();
            scanner.skipValue();
            fields.add(new Field(name, start, value, scanner.position()));
        }
        return call.with(new Letter(call.dialect(), bytes, fields));
    }
}
