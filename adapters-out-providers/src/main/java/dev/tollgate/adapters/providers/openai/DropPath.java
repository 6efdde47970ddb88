package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.json.Splice;
import dev.tollgate.adapters.providers.json.Splice.Member;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A path to something that is to be left out: `field`, `parent.child`, `list[*].x`, `list[0].x`.
/// Array steps are kept as `*` or the index.
record DropPath(List<String> steps) {
    private static final int MAX_STEPS = 32;

    static DropPath parse(String path) {
        List<String> steps = new ArrayList<>();
        for (String dotted : path.split("\\.")) {
            String rest = dotted;
            int bracket = rest.indexOf('[');
            if (bracket < 0) {
                steps.add(rest);
                continue;
            }
            if (bracket > 0) {
                steps.add(rest.substring(0, bracket));
            }
            while (bracket >= 0) {
                int close = rest.indexOf(']', bracket);
                if (close < 0) {
                    break;
                }
                steps.add(rest.substring(bracket, close + 1));
                bracket = rest.indexOf('[', close);
            }
        }
        return new DropPath(steps.size() > MAX_STEPS ? steps.subList(0, MAX_STEPS) : steps);
    }

    String first() {
        return steps.isEmpty() ? "" : steps.getFirst();
    }

    boolean isLast() {
        return steps.size() == 1;
    }

    DropPath rest() {
        return new DropPath(steps.subList(1, steps.size()));
    }

    /// The value without what this path names, or nothing if it has no such thing.
    @Nullable Parts apply(Member value) {
        if (value.kind() != '{' && value.kind() != '[') {
            return null;
        }
        boolean array = value.kind() == '[';
        Splice splice = value.inside();
        List<Member> members = splice.members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            boolean named =
                    array
                            ? first().equals("[*]") || first().equals("[" + i + "]")
                            : first().equals(member.name());
            if (!named) {
                continue;
            }
            if (isLast()) {
                splice.drop(member);
            } else {
                Parts inner = rest().apply(member);
                if (inner != null) {
                    splice.replace(member, inner);
                }
            }
        }
        if (!splice.changed()) {
            return null;
        }
        Parts parts = new Parts();
        splice.writeTo(parts);
        return parts;
    }
}
