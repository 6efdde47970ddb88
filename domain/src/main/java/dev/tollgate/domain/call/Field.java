package dev.tollgate.domain.call;

/// Where one top-level field stands in a [Letter], as byte offsets.
///
/// @param name the field's decoded name
/// @param start offset of the name's opening quote
/// @param valueStart offset of the value's first byte
/// @param end offset just behind the value's last byte
public record Field(String name, int start, int valueStart, int end) {
    public Field {
        if (start < 0 || valueStart <= start || end <= valueStart) {
            throw new IllegalArgumentException(
                    "field offsets must rise: %d, %d, %d".formatted(start, valueStart, end));
        }
    }
}
