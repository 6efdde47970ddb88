package dev.tollgate.application.tokens;

import dev.tollgate.application.port.in.CountTokens.Property;
import dev.tollgate.application.port.in.CountTokens.Tool;
import dev.tollgate.application.port.in.CountTokens.Type;

import java.util.List;

/// Tools as the model sees them: a TypeScript namespace of function types. This is how OpenAI's
/// models are shown their tools as far as token counts tell.
final class ToolSignatures {
    /// Deeper objects count as `any`: a declaration from outside must not exhaust the stack.
    private static final int MOST_NESTED = 16;

    private final StringBuilder text = new StringBuilder();

    private ToolSignatures() {}

    static String of(List<Tool> tools) {
        ToolSignatures signatures = new ToolSignatures();
        signatures.text.append("namespace functions {\n\n");
        tools.forEach(signatures::function);
        return signatures.text.append("} // namespace functions").toString();
    }

    private void function(Tool tool) {
        comment(tool.description());
        text.append("type ").append(tool.name()).append(" = (");
        if (!tool.parameters().isEmpty()) {
            text.append("_: {\n");
            properties(tool.parameters(), 0);
            text.append('}');
        }
        text.append(") => any;\n\n");
    }

    private void properties(List<Property> properties, int nested) {
        for (Property property : properties) {
            if (nested < 2) {
                comment(property.description());
            }
            text.append(property.name()).append(property.required() ? ": " : "?: ");
            type(property.type(), nested);
            text.append(",\n");
        }
    }

    private void type(Type type, int nested) {
        if (nested >= MOST_NESTED) {
            text.append("any");
            return;
        }
        switch (type) {
            case Type.Simple simple -> text.append(simple.name());
            case Type.OneOf oneOf -> text.append(String.join(" | ", oneOf.values()));
            case Type.ListOf list -> {
                type(list.items(), nested + 1);
                text.append("[]");
            }
            case Type.ObjectOf object -> {
                text.append("{\n");
                properties(object.properties(), nested + 1);
                text.append('}');
            }
        }
    }

    private void comment(String description) {
        if (!description.isEmpty()) {
            text.append("// ").append(description).append('\n');
        }
    }
}
