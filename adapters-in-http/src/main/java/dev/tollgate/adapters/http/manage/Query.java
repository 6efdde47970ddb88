package dev.tollgate.adapters.http.manage;

import dev.tollgate.adapters.http.manage.FieldTable.Mistake;
import dev.tollgate.adapters.http.manage.FieldTable.Mistakes;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Paging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The parameters of a request's address, read one by one; what is wrong is told all at once.
final class Query {
    private final Exchange exchange;
    private final List<Mistake> mistakes = new ArrayList<>();

    Query(Exchange exchange) {
        this.exchange = exchange;
    }

    String text(String name) {
        String value = exchange.query(name).strip();
        if (value.indexOf('\0') >= 0) {
            wrong("value_error", name, "A text must not hold the character U+0000");
            return "";
        }
        return value;
    }

    /// The parts of a comma-separated text.
    List<String> texts(String name) {
        return Arrays.stream(text(name).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    boolean flag(String name) {
        String value = text(name).toLowerCase(Locale.ROOT);
        if (!Set.of("", "true", "false", "1", "0").contains(value)) {
            wrong("bool_parsing", name, "Input should be a valid boolean");
        }
        return value.equals("true") || value.equals("1");
    }

    int whole(String name, int least, int most, int otherwise) {
        String value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number < least) {
                wrong(
                        "greater_than_equal",
                        name,
                        "Input should be greater than or equal to " + least);
            } else if (number > most) {
                wrong("less_than_equal", name, "Input should be less than or equal to " + most);
            } else {
                return number;
            }
        } catch (NumberFormatException _) {
            wrong("int_parsing", name, "Input should be a valid integer");
        }
        return otherwise;
    }

    String oneOf(String name, String... words) {
        String value = text(name);
        if (!value.isEmpty() && !List.of(words).contains(value)) {
            wrong("enum", name, "Input should be one of " + String.join(", ", words));
            return "";
        }
        return value;
    }

    String required(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            wrong("missing", name, "Field required");
        }
        return value;
    }

    /// @param size the parameter's name, `size` or `page_size`
    /// @param usually the size where none is asked for
    Paging paging(String size, int usually, boolean descending, String... sortable) {
        String order = oneOf("sort_order", "asc", "desc");
        return new Paging(
                whole("page", 1, Paging.LAST_PAGE, 1),
                whole(size, 1, 100, usually),
                oneOf("sort_by", sortable),
                order.isEmpty() ? descending : order.equals("desc"));
    }

    /// @throws Mistakes if anything was wrong
    void check() throws Mistakes {
        if (!mistakes.isEmpty()) {
            throw new Mistakes(mistakes);
        }
    }

    private void wrong(String type, String name, String words) {
        mistakes.add(new Mistake(type, "query", name, words));
    }
}
