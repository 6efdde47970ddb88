package dev.tollgate.adapters.persistence.postgres;

import dev.tollgate.domain.access.Secret;

import java.util.List;

/// Where the database is, read from a URL in any form that people write:
/// `postgresql://user:password@host:5432/name?sslmode=require`, `postgres://…`,
/// `postgresql+asyncpg://…`, `jdbc:postgresql://…`, with the parameters of libpq, of the JDBC
/// driver and of Prisma.
///
/// @param jdbc what the driver is given; neither user nor password are in it
/// @param poolSize most connections of this process
/// @param schema where LiteLLM's tables are, if there are any; those of Tollgate have their own
/// @param throughPooler whether a pooler of transactions stands before the server, which keeps
///   nothing between two of them
/// @param ignored names of parameters that mean nothing here
public record DatabaseUrl(
        String jdbc,
        String user,
        Secret password,
        int poolSize,
        String schema,
        boolean throughPooler,
        List<String> ignored) {
    static final int POOL_SIZE = 10;
    static final int LARGEST_POOL = 500;
    static final String LITELLM_SCHEMA = "public";

    public DatabaseUrl {
        ignored = List.copyOf(ignored);
    }

    /// @throws BadDatabaseUrl saying in one line what is wrong, without any secret
    public static DatabaseUrl parse(String text) {
        return new DatabaseUrlReader(text).read();
    }

    /// The same with another bound on connections.
    public DatabaseUrl withPoolSize(int most) {
        return new DatabaseUrl(jdbc, user, password, most, schema, throughPooler, ignored);
    }

    /// Where it is, for people: host, port and name.
    public String place() {
        return jdbc.substring(jdbc.indexOf("//") + 2, jdbc.indexOf('?'));
    }

    /// Without parameters, of which some are secret.
    @Override
    public String toString() {
        return "DatabaseUrl[" + place() + "]";
    }
}
