package dev.tollgate.adapters.providers.json;

/// The bytes are not one JSON value. Carries no trace: it is an expected answer about foreign
/// bytes.
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedJson(String what, int position) {
        super("%s at byte %d".formatted(what, position), null, false, false);
    }
}
