package dev.tollgate.adapters.persistence.postgres;

import dev.tollgate.domain.access.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes a database URL apart.
final class DatabaseUrlReader {
    private static final String FORM = "postgresql://user:password@host:5432/name";
    private static final Pattern SCHEME =
            Pattern.compile("(?:jdbc:)?([A-Za-z][A-Za-z0-9]*)(?:\\+[A-Za-z0-9_]+)?:(//)?(.*)");
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)(?::([0-9]*))?");
    private static final Pattern ESCAPED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    private final String text;

    DatabaseUrlReader(String text) {
        this.text = text.strip();
    }

    DatabaseUrl read() {
        Matcher scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            throw new BadDatabaseUrl("is not a database URL; write " + FORM);
        }
        switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "postgresql", "postgres" -> {}
            case "prisma" ->
                    throw new BadDatabaseUrl(
                            "names Prisma's own proxy; give the URL of the PostgreSQL server behind"
                                    + " it: "
                                    + FORM);
            default ->
                    throw new BadDatabaseUrl(
                            "names another kind of database (%s); keys and spend are kept in PostgreSQL: %s"
                                    .formatted(shown(scheme.group(1)), FORM));
        }
        if (scheme.group(2) == null) {
            throw new BadDatabaseUrl("lacks the // after its scheme; write " + FORM);
        }
        return read(scheme.group(3));
    }

    private static String shown(String scheme) {
        return scheme.length() > 20 ? scheme.substring(0, 20) : scheme;
    }

    /// @param rest what follows the scheme
    private DatabaseUrl read(String rest) {
        // Passwords are pasted as they are, also with a slash, a question mark or an at sign.
        int at = userEnd(rest);
        String user = at < 0 ? "" : rest.substring(0, at);
        String place = rest.substring(at + 1);
        int mark = place.indexOf('?');
        String path = mark < 0 ? place : place.substring(0, mark);
        var parameters = new DatabaseParameters(mark < 0 ? "" : place.substring(mark + 1));
        int slash = path.indexOf('/');
        String hosts = hosts(slash < 0 ? path : path.substring(0, slash));
        String name = decoded(slash < 0 ? "" : path.substring(slash + 1));
        int colon = user.indexOf(':');
        String login = parameters.user(decoded(colon < 0 ? user : user.substring(0, colon)));
        String password = decoded(colon < 0 ? "" : user.substring(colon + 1));
        if (login.isEmpty()) {
            throw new BadDatabaseUrl("names no user; write " + FORM);
        }
        if (name.isEmpty()) {
            throw new BadDatabaseUrl("names no database; write " + FORM);
        }
        return new DatabaseUrl(
                "jdbc:postgresql://%s/%s?%s"
                        .formatted(
                                hosts, DatabaseParameters.encoded(name), parameters.ofTheDriver()),
                login,
                Secret.of(parameters.password(password)),
                parameters.poolSize(),
                parameters.schema(),
                parameters.throughPooler(),
                parameters.ignored());
    }

    private static int userEnd(String rest) {
        int mark = rest.indexOf('?');
        int before = rest.lastIndexOf('@', mark < 0 ? rest.length() : mark);
        return before >= 0 || mark < 0 ? before : passwordWithMark(rest, mark);
    }

    /// Without an at sign before the first question mark, one behind it may still end a password;
    /// but not the value of a parameter.
    private static int passwordWithMark(String rest, int mark) {
        int at = rest.lastIndexOf('@');
        return at > mark && rest.substring(mark, at).indexOf('=') < 0 ? at : -1;
    }

    private static String hosts(String written) {
        if (written.isEmpty()) {
            throw new BadDatabaseUrl("names no host; write " + FORM);
        }
        List<String> hosts = new ArrayList<>();
        for (String each : written.split(",", -1)) {
            Matcher host = HOST.matcher(each);
            if (!host.matches()) {
                throw new BadDatabaseUrl(
                        "has a host or port that cannot be read; percent-encode special characters"
                                + " of the password (@ is %40, / is %2F, # is %23, : is %3A)");
            }
            hosts.add(host.group(1) + ":" + port(host.group(2)));
        }
        return String.join(",", hosts);
    }

    private static int port(@org.jspecify.annotations.Nullable String written) {
        if (written == null || written.isEmpty()) {
            return 5432;
        }
        int port = written.length() > 5 ? 0 : Integer.parseInt(written);
        if (port < 1 || port > 65_535) {
            throw new BadDatabaseUrl("has a port that is none: ports are 1 to 65535");
        }
        return port;
    }

    /// Percent-encoded bytes as UTF-8; a percent sign that encodes nothing stands for itself.
    static String decoded(String written) {
        return ESCAPED.matcher(written)
                .replaceAll(escaped -> Matcher.quoteReplacement(decodedBytes(escaped.group())));
    }

    private static String decodedBytes(String escaped) {
        byte[] bytes = HexFormat.of().parseHex(escaped.replace("%", ""));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return escaped;
        }
    }
}
