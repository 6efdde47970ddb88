package dev.tollgate.domain.token;

import dev.tollgate.domain.entity.Fields;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where in a token something stands: `sub`, or `resource_access.gateway.roles` within objects. A
/// dot that belongs to a name has a backslash before it.
///
/// @param names from the outside in; none: nowhere
public record ClaimPath(List<String> names) {
    public static final ClaimPath NOWHERE = new ClaimPath(List.of());

    public ClaimPath {
        names = List.copyOf(names);
    }

    /// @param text as operators write it; empty: nowhere
    public static ClaimPath parse(String text) {
        if (text.isEmpty()) {
            return NOWHERE;
        }
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '.') {
                name.append('.');
                i++;
            } else if (c == '.') {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return new ClaimPath(names);
    }

    public boolean nowhere() {
        return names.isEmpty();
    }

    /// The text that stands there, the first of several; empty where there is none.
    String text(Fields claims) {
        return all(claims).stream().findFirst().orElse("");
    }

    /// The texts of a list, or the one that stands there by itself.
    List<String> all(Fields claims) {
        if (nowhere()) {
            return List.of();
        }
        Fields within = claims;
        for (String name : names.subList(0, names.size() - 1)) {
            within = within.within(name);
        }
        Stream<?> values =
                switch (within.get(names.getLast())) {
                    case List<?> list -> list.stream();
                    case String text -> Stream.of(text);
                    case BigDecimal number -> Stream.of(number);
                    case null, default -> Stream.empty();
                };
        return values.map(ClaimPath::plain).filter(text -> !text.isEmpty()).distinct().toList();
    }

    /// The same where a single text is a list of words.
    List<String> words(Fields claims) {
        return all(claims).stream()
                .flatMap(text -> Stream.of(text.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String plain(Object value) {
        return switch (value) {
            case String text -> text.strip();
            case BigDecimal number -> number.toPlainString();
            default -> "";
        };
    }
}
