package dev.tollgate.application.desk;

import java.util.Map;
import java.util.OptionalLong;

/// What a provider has to be told so that an attempt costs no more than was set aside.
///
/// @param output most output tokens; empty: as the caller has it
/// @param fields of the letter, with what stands there instead: name → JSON text
public record Told(OptionalLong output, Map<String, String> fields) {
    public static final Told NOTHING = new Told(OptionalLong.empty(), Map.of());

    public Told {
        fields = Map.copyOf(fields);
    }
}
