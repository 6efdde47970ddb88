package dev.tollgate.adapters.providers.continuation;

import dev.tollgate.adapters.providers.json.JsonText;
import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.json.Splice;
import dev.tollgate.adapters.providers.json.Splice.Member;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.usage.Usage;

import java.util.Map;

/// Writes the chunks of a new answer as chunks of the one that was begun: its `id` and `created`,
/// no second role, no text the caller has, and the usage of all. Everything else stays as it came,
/// `model` too: it names who finished the answer.
final class ChunkWriter {
    private static final byte[] LINE = JsonText.bytes("data: ");
    private static final byte[] END = JsonText.bytes("\n\n");

    private final Transcript sent;
    private final Usage spent;

    /// @param spent what the attempts used that wrote what was sent
    ChunkWriter(Transcript sent, Usage spent) {
        this.sent = sent;
        this.spent = spent;
    }

    /// @param texts the texts of the delta that are new, by field; a field that is not named keeps
    ///   its own
    Frame write(Chunk chunk, Frame.Kind kind, Map<String, String> texts) {
        Splice json = Splice.of(chunk.json(), 0, chunk.json().length);
        replace(json, "id", sent.id());
        replace(json, "created", sent.created());
        Member usage = json.find("usage");
        if (usage != null && chunk.hasUsage()) {
            UsageSum.add(json, usage, spent);
        }
        Member choices = json.find("choices");
        if (choices != null && choices.kind() == '[') {
            writeChoices(json, choices, texts);
        }
        Parts parts = new Parts();
        parts.add(LINE);
        json.writeTo(parts);
        parts.add(END);
        return Frame.of(onOneLine(parts.toBytes()), kind);
    }

    /// The data of an event is lines: white space between JSON tokens must not end one early.
    private static byte[] onOneLine(byte[] event) {
        for (int i = 0; i < event.length - END.length; i++) {
            if (event[i] == '\n' || event[i] == '\r') {
                event[i] = ' ';
            }
        }
        return event;
    }

    private static void replace(Splice json, String name, String value) {
        Member member = json.find(name);
        if (member != null && !value.isEmpty()) {
            json.replace(member, JsonText.bytes(value));
        }
    }

    private static void writeChoices(Splice json, Member choices, Map<String, String> texts) {
        Splice all = choices.inside();
        for (Member choice : all.members()) {
            Splice inside = choice.inside();
            Member delta = inside.find("delta");
            if (delta != null && delta.kind() == '{') {
                Splice said = delta.inside();
                writeDelta(said, texts);
                put(inside, delta, said);
            }
            put(all, choice, inside);
        }
        put(json, choices, all);
    }

    private static void writeDelta(Splice delta, Map<String, String> texts) {
        Member role = delta.find("role");
        if (role != null) {
            delta.drop(role);
        }
        texts.forEach(
                (name, text) -> {
                    Member member = delta.find(name);
                    if (member != null) {
                        delta.replace(member, JsonText.bytes(JsonText.quote(text)));
                    }
                });
    }

    private static void put(Splice container, Member member, Splice inside) {
        if (inside.changed()) {
            Parts parts = new Parts();
            inside.writeTo(parts);
            container.replace(member, parts);
        }
    }
}
