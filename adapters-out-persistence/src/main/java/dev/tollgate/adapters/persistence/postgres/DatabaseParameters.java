package dev.tollgate.adapters.persistence.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The parameters of a database URL: libpq's, the JDBC driver's and Prisma's.
final class DatabaseParameters {
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /// Parameters that the driver takes by the same name.
    private static final Set<String> SAME =
            Set.of(
                    "sslmode",
                    "sslrootcert",
                    "sslcert",
                    "sslkey",
                    "sslpassword",
                    "sslfactory",
                    "ssl",
                    "options",
                    "gssEncMode",
                    "channelBinding",
                    "tcpKeepAlive",
                    "ApplicationName",
                    "targetServerType",
                    "prepareThreshold",
                    "loadBalanceHosts");

    private final Map<String, String> driver = new LinkedHashMap<>();
    private final List<String> ignored = new ArrayList<>();
    private String user = "";
    private String password = "";
    private String schema = DatabaseUrl.LITELLM_SCHEMA;
    private int poolSize = DatabaseUrl.POOL_SIZE;
    private boolean throughPooler;

    DatabaseParameters(String query) {
        driver.put("ApplicationName", "tollgate");
        driver.put("connectTimeout", "5");
        driver.put("loginTimeout", "5");
        driver.put("tcpKeepAlive", "true");
        // What a row holds has no place in messages.
        driver.put("logServerErrorDetail", "false");
        for (String each : query.split("&")) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            if (!name.isEmpty()) {
                take(name, DatabaseUrlReader.decoded(equals < 0 ? "" : each.substring(equals + 1)));
            }
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "sslmode" -> driver.put("sslmode", sslMode(value));
            case "sslaccept" ->
                    driver.putIfAbsent(
                            "sslmode", value.equals("strict") ? "verify-full" : "require");
            case "user" -> user = value;
            case "password" -> password = value;
            case "schema", "currentSchema" -> schema = value;
            case "connection_limit" ->
                    poolSize = (int) number(name, value, 1, DatabaseUrl.LARGEST_POOL);
            case "connect_timeout", "connectTimeout" ->
                    driver.put("connectTimeout", String.valueOf(number(name, value, 0, 3_600)));
            case "application_name" -> driver.put("ApplicationName", value);
            case "pgbouncer" -> pooler(value.equals("true"));
            case "statement_cache_size" -> pooler(value.equals("0"));
            case "channel_binding" -> driver.put("channelBinding", value);
            case "target_session_attrs" -> driver.put("targetServerType", serverType(value));
            case "host" ->
                    throw new BadDatabaseUrl(
                            value.startsWith("/")
                                    ? "names a Unix socket, which Java's driver does not take;"
                                            + " write the host and port that PostgreSQL listens on"
                                    : "names its host in a parameter; write it before the"
                                            + " database's name");
            default -> {
                if (SAME.contains(name)) {
                    driver.put(name, value);
                } else {
                    ignored.add(name.length() > 40 ? name.substring(0, 40) : name);
                }
            }
        }
    }

    private static String sslMode(String value) {
        if (!SSL_MODES.contains(value)) {
            throw new BadDatabaseUrl(
                    "has an sslmode that is none; it is one of disable, allow, prefer, require,"
                            + " verify-ca, verify-full");
        }
        return value;
    }

    private static String serverType(String value) {
        return switch (value) {
            case "read-write", "primary" -> "primary";
            default -> "any";
        };
    }

    private void pooler(boolean there) {
        if (there) {
            throughPooler = true;
            driver.put("prepareThreshold", "0");
        }
    }

    private static long number(String name, String value, long least, long most) {
        if (value.matches("[0-9]{1,6}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new BadDatabaseUrl(
                "has a %s that is no number from %d to %d".formatted(name, least, most));
    }

    String user(String ofTheUrl) {
        return ofTheUrl.isEmpty() ? user : ofTheUrl;
    }

    String password(String ofTheUrl) {
        return ofTheUrl.isEmpty() ? password : ofTheUrl;
    }

    String schema() {
        return schema;
    }

    int poolSize() {
        return poolSize;
    }

    boolean throughPooler() {
        return throughPooler;
    }

    List<String> ignored() {
        return ignored;
    }

    String ofTheDriver() {
        List<String> pairs = new ArrayList<>();
        driver.forEach((name, value) -> pairs.add(name + "=" + encoded(value)));
        return String.join("&", pairs);
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
