package dev.tollgate.adapters.providers.json;

import dev.tollgate.adapters.providers.json.Splice.Member;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.money.Usd;

import java.util.Optional;
import java.util.function.Supplier;

/// Puts a cost into the `usage` of a chunk, as its last field.
public final class UsageCost {
    private static final byte[] LINE = JsonText.bytes("data: ");
    private static final byte[] END = JsonText.bytes("\n\n");

    private UsageCost() {}

    /// @param cost asked for only where the event has a usage that does not tell one itself
    /// @return the event itself where there is nothing to tell
    public static Frame in(Frame event, Supplier<Optional<Usd>> cost) {
        if (!oneLine(event)) {
            return event;
        }
        int start = event.offset() + LINE.length;
        int end = event.offset() + event.length() - END.length;
        try {
            return in(event, Splice.of(event.bytes(), start, end), cost);
        } catch (MalformedJson _) {
            return event;
        }
    }

    private static Frame in(Frame event, Splice chunk, Supplier<Optional<Usd>> cost) {
        Member usage = chunk.find("usage");
        if (usage == null || usage.kind() != '{') {
            return event;
        }
        Splice counts = usage.inside();
        if (counts.members().isEmpty() || counts.find("cost") != null) {
            return event;
        }
        Optional<Usd> its = cost.get();
        if (its.isEmpty()) {
            return event;
        }
        counts.add("cost", JsonText.bytes(its.get().toString()));
        Parts inside = new Parts();
        counts.writeTo(inside);
        chunk.replace(usage, inside);
        Parts parts = new Parts();
        parts.add(LINE);
        chunk.writeTo(parts);
        parts.add(END);
        return Frame.of(parts.toBytes(), event.kind());
    }

    /// Whether the event is `data: {…}` in one line.
    private static boolean oneLine(Frame event) {
        int least = LINE.length + 2 + END.length;
        if (event.length() < least || event.bytes()[event.offset() + LINE.length] != '{') {
            return false;
        }
        int end = event.offset() + event.length() - END.length;
        for (int i = event.offset(); i < end; i++) {
            if (event.bytes()[i] == '\n') {
                return false;
            }
        }
        return true;
    }
}
