package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.json.Splice;
import dev.tollgate.adapters.providers.json.Splice.Member;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// Takes keywords out of tool definitions and of the JSON schemas in them. Names that a schema only
/// describes, such as a property called like a keyword, and literal values stay.
///
/// @param keywords what is taken out
record ToolSchemas(Set<String> keywords) {
    /// Every level is read once for each level above it, which this keeps cheap. What lies deeper
    /// stays as it is.
    private static final int MAX_DEPTH = 64;

    /// Keywords whose members are schemas under names of the caller's choice.
    private static final Set<String> NAMED_SCHEMAS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    /// Keywords with values that are data, not schemas.
    private static final Set<String> LITERALS =
            Set.of("default", "const", "enum", "example", "examples");

    /// The tools without the keywords, or nothing if they have none.
    @Nullable Parts strip(Member tools) {
        return strip(tools, false, 0);
    }

    private @Nullable Parts strip(Member value, boolean named, int depth) {
        if (depth > MAX_DEPTH || (value.kind() != '{' && value.kind() != '[')) {
            return null;
        }
        boolean keyworded = value.kind() == '{' && !named;
        Splice inside = value.inside();
        for (Member member : inside.members()) {
            String name = member.name();
            if (keyworded && keywords.contains(name)) {
                inside.drop(member);
            } else if (!keyworded || !LITERALS.contains(name)) {
                boolean names = keyworded && NAMED_SCHEMAS.contains(name);
                Parts inner = strip(member, names, depth + 1);
                if (inner != null) {
                    inside.replace(member, inner);
                }
            }
        }
        if (!inside.changed()) {
            return null;
        }
        Parts parts = new Parts();
        inside.writeTo(parts);
        return parts;
    }
}
