package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a field may hold. What clients usually get away with is understood: numbers and flags as
/// texts.
enum FieldType {
    TEXT {
        @Override
        Object read(JsonNode node) throws WrongValue {
            if (!node.isTextual()) {
                throw new WrongValue("string_type", "Input should be a valid string");
            }
            return node.textValue();
        }
    },
    /// an amount, shown with a decimal point
    NUMBER {
        @Override
        Object read(JsonNode node) throws WrongValue {
            return number(node, "float", "number");
        }
    },
    /// a count
    WHOLE {
        @Override
        Object read(JsonNode node) throws WrongValue {
            BigDecimal number = number(node, "int", "integer");
            try {
                return BigDecimal.valueOf(number.longValueExact());
            } catch (ArithmeticException _) {
                throw new WrongValue(
                        "int_from_float",
                        "Input should be a valid integer, got a number with a fractional part");
            }
        }
    },
    FLAG {
        @Override
        Object read(JsonNode node) throws WrongValue {
            if (node.isBoolean()) {
                return node.booleanValue();
            }
            return switch (node.asText("").toLowerCase(Locale.ROOT)) {
                case "true", "1", "yes", "on" -> true;
                case "false", "0", "no", "off" -> false;
                default ->
                        throw new WrongValue(
                                node.isTextual() ? "bool_parsing" : "bool_type",
                                "Input should be a valid boolean");
            };
        }
    },
    /// a list of texts
    TEXTS {
        @Override
        Object read(JsonNode node) throws WrongValue {
            List<Object> texts = new ArrayList<>();
            for (JsonNode each : list(node)) {
                texts.add(TEXT.read(each));
            }
            return texts;
        }
    },
    /// names with values
    MAP {
        @Override
        Object read(JsonNode node) throws WrongValue {
            if (!node.isObject()) {
                throw new WrongValue("dict_type", "Input should be a valid dictionary");
            }
            return JsonFields.fields(node);
        }
    },
    /// a list of maps
    MAPS {
        @Override
        Object read(JsonNode node) throws WrongValue {
            List<Object> maps = new ArrayList<>();
            for (JsonNode each : list(node)) {
                maps.add(MAP.read(each));
            }
            return maps;
        }
    },
    ANY {
        @Override
        @Nullable Object read(JsonNode node) throws WrongValue {
            return JsonFields.value(node);
        }
    };

    abstract @Nullable Object read(JsonNode node) throws WrongValue;

    private static BigDecimal number(JsonNode node, String type, String words) throws WrongValue {
        if (node.isNumber()) {
            return JsonFields.bounded(node.decimalValue());
        }
        if (!node.isTextual()) {
            throw new WrongValue(type + "_type", "Input should be a valid " + words);
        }
        try {
            String text = node.textValue().strip();
            if (text.length() > 40) {
                throw new NumberFormatException("too long");
            }
            return JsonFields.bounded(new BigDecimal(text));
        } catch (NumberFormatException _) {
            throw new WrongValue(
                    type + "_parsing",
                    "Input should be a valid %s, unable to parse string as %s"
                            .formatted(words, words.equals("number") ? "a number" : "an integer"));
        }
    }

    private static JsonNode list(JsonNode node) throws WrongValue {
        if (!node.isArray()) {
            throw new WrongValue("list_type", "Input should be a valid list");
        }
        return node;
    }

    /// A value is not of its field's type.
    static final class WrongValue extends Exception {
        private static final long serialVersionUID = 1L;
        private final String type;
        private final String words;

        WrongValue(String type, String words) {
            super(words, null, false, false);
            this.type = type;
            this.words = words;
        }

        /// What kind of mistake it is, `float_parsing`.
        String type() {
            return type;
        }

        String words() {
            return words;
        }
    }
}
