package dev.tollgate.bootstrap.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value as it was written, with its line. Never printed whole: it may hold secrets.
sealed interface Raw {
    Place place();

    /// What a reader would call it.
    String kind();

    /// @param type what YAML or the environment made of it
    /// @param text numbers in plain notation, flags as `true` and `false`
    /// @param variable the environment variable it was taken from, empty if it was written
    ///   literally
    record Scalar(Place place, Type type, String text, String variable) implements Raw {
        enum Type {
            TEXT,
            FLAG,
            NUMBER,
            /// an empty value
            NOTHING,
            /// refers to an environment variable that is not set
            UNSET
        }

        static Scalar text(Place place, String text) {
            return new Scalar(place, Type.TEXT, text, "");
        }

        boolean absent() {
            return type == Type.NOTHING || type == Type.UNSET;
        }

        /// As in the file: a reference stays a reference.
        String asWritten() {
            return variable.isEmpty() ? text : EnvironmentReferences.PREFIX + variable;
        }

        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "a text";
                case FLAG -> "true or false";
                case NUMBER -> "a number";
                case NOTHING -> "empty";
                case UNSET -> "an unset variable";
            };
        }

        @Override
        public String toString() {
            return "Scalar[" + place + ", " + type + "]";
        }
    }

    record Listing(Place place, List<Raw> items) implements Raw {
        public Listing {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /// @param fields in the order in which they were written
    record Mapping(Place place, Map<String, Field> fields) implements Raw {
        public Mapping {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        static Mapping empty(Place place) {
            return new Mapping(place, Map.of());
        }

        @Override
        public String kind() {
            return "a map";
        }

        @Override
        public String toString() {
            return "Mapping" + fields.keySet();
        }
    }

    /// @param place where the key stands
    record Field(Place place, Raw value) {}
}
