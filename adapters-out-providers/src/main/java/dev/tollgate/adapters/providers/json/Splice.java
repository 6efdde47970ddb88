package dev.tollgate.adapters.providers.json;

import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One JSON object or array whose members can be dropped, renamed, replaced and added while
/// everything else is written byte for byte as it stands, separators and white space included.
public final class Splice {
    private static final byte[] COMMA = {','};

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final List<Member> members;
    private final int own;
    private boolean changed;

    private Splice(byte[] bytes, int start, int end, List<Member> members) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.members = members;
        this.own = members.size();
    }

    /// The whole letter, an object.
    public static Splice of(Letter letter) {
        List<Field> fields = letter.fields();
        List<Member> members = new ArrayList<>(fields.size() + 4);
        byte[] bytes = letter.bytes();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            members.add(
                    new Member(
                            field.name(), bytes, field.start(), field.valueStart(), field.end()));
        }
        return new Splice(bytes, 0, bytes.length, members);
    }

    /// The object or array that stands there.
    ///
    /// @throws MalformedJson if none does
    public static Splice of(byte[] bytes, int start, int end) {
        JsonScanner scanner = new JsonScanner(bytes, start, end);
        List<Member> members = new ArrayList<>();
        if (scanner.peek() == '[') {
            int open = scanner.position();
            for (boolean more = scanner.enterArray(); more; more = scanner.nextElement()) {
                scanner.peek();
                int from = scanner.position();
                scanner.skipValue();
                members.add(new Member("", bytes, from, from, scanner.position()));
            }
            return new Splice(bytes, open, scanner.position(), members);
        }
        int open = scanner.position();
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            String name = scanner.name();
            int from = scanner.nameStart() - 1;
            scanner.peek();
            int value = scanner.position();
            scanner.skipValue();
            members.add(new Member(name, bytes, from, value, scanner.position()));
        }
        return new Splice(bytes, open, scanner.position(), members);
    }

    public List<Member> members() {
        return members;
    }

    /// The member of this name that is still there.
    public @Nullable Member find(String name) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (!member.dropped && member.name.equals(name)) {
                return member;
            }
        }
        return null;
    }

    public void drop(Member member) {
        member.dropped = true;
        changed = true;
    }

    public void rename(Member member, String name) {
        member.name = name;
        member.renamed = true;
        changed = true;
    }

    public void replace(Member member, Parts value) {
        replace(member, value.toBytes());
    }

    public void replace(Member member, byte[] value) {
        member.bytes = value;
        member.valueStart = 0;
        member.valueEnd = value.length;
        member.replaced = true;
        changed = true;
    }

    /// Adds a member behind the others, its value being a piece of some JSON text.
    public Member add(String name, byte[] source, int valueStart, int valueEnd) {
        Member member = new Member(name, source, valueStart, valueStart, valueEnd);
        member.renamed = true;
        members.add(member);
        changed = true;
        return member;
    }

    public void add(String name, byte[] value) {
        add(name, value, 0, value.length);
    }

    public boolean changed() {
        return changed;
    }

    public void writeTo(Parts out) {
        if (!changed) {
            out.add(bytes, start, end);
            return;
        }
        int open = own > 0 ? members.getFirst().start : inner();
        int close = own > 0 ? members.get(own - 1).end : open;
        out.add(bytes, start, open);
        boolean first = true;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.dropped) {
                continue;
            }
            if (!first) {
                if (i < own) {
                    out.add(bytes, members.get(i - 1).end, member.start);
                } else {
                    out.add(COMMA);
                }
            }
            first = false;
            member.writeTo(out, bytes);
        }
        out.add(bytes, close, end);
    }

    private int inner() {
        int at = start;
        while (bytes[at] != '{' && bytes[at] != '[') {
            at++;
        }
        return at + 1;
    }

    /// A field of an object or an element of an array.
    public static final class Member {
        /// Where it stands in the container, and where the value stood there.
        private final int start;

        private final int ownValueStart;
        private final int end;

        private String name;
        private byte[] bytes;
        private int valueStart;
        private int valueEnd;
        private boolean dropped;
        private boolean renamed;
        private boolean replaced;

        private Member(String name, byte[] bytes, int start, int valueStart, int end) {
            this.name = name;
            this.bytes = bytes;
            this.start = start;
            this.ownValueStart = valueStart;
            this.end = end;
            this.valueStart = valueStart;
            this.valueEnd = end;
        }

        public String name() {
            return name;
        }

        public boolean dropped() {
            return dropped;
        }

        /// The array that holds the value.
        public byte[] bytes() {
            return bytes;
        }

        public int valueStart() {
            return valueStart;
        }

        public int valueEnd() {
            return valueEnd;
        }

        /// First byte of the value.
        public int kind() {
            return bytes[valueStart];
        }

        /// The value's text.
        public String text() {
            return new String(bytes, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8);
        }

        /// Whether the value is this literal text.
        public boolean is(String literal) {
            int length = valueEnd - valueStart;
            if (length != literal.length()) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (bytes[valueStart + i] != literal.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        public JsonScanner scanner() {
            return new JsonScanner(bytes, valueStart, valueEnd);
        }

        /// The value, an object or array, for changes inside it.
        public Splice inside() {
            return Splice.of(bytes, valueStart, valueEnd);
        }

        private void writeTo(Parts out, byte[] container) {
            if (!renamed && !replaced) {
                out.add(container, start, end);
                return;
            }
            if (renamed) {
                out.add(JsonText.quote(name) + ":");
            } else {
                out.add(container, start, ownValueStart);
            }
            out.add(bytes, valueStart, valueEnd);
        }
    }
}
