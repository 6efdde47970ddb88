package dev.tollgate.domain.budget;

/// Who or what spends.
///
/// @param id within the scope; empty for the whole gateway
/// @param model the model group whose spend alone is meant; empty: all of it
public record Subject(Scope scope, String id, String model) {
    public static final Subject GATEWAY = new Subject(Scope.GLOBAL, "", "");

    public static Subject of(Scope scope, String id) {
        return new Subject(scope, id, "");
    }

    public Subject onModel(String group) {
        return new Subject(scope, id, group);
    }

    /// A text that no other subject has: scope, id and model with `|` between them.
    public String name() {
        return scope + "|" + escaped(id) + "|" + escaped(model);
    }

    private static String escaped(String part) {
        return part.replace("\\", "\\\\").replace("|", "\\p");
    }
}
