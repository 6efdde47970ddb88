package dev.tollgate.application.testkit.contract;

import dev.tollgate.application.port.out.SpendRecords.EntryQuery;
import dev.tollgate.application.port.out.SpendRecords.EntrySort;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.util.Set;

/// Queries in a few words: `aQuery().team("t1").build()`.
public final class Queries {
    /// The newest thousand of all.
    public static final EntryQuery ALL = aQuery().build();

    private Instant from = Instant.MIN;
    private Instant to = Instant.MAX;
    private String id = "";
    private String keyHash = "";
    private String user = "";
    private Set<String> orTeams = Set.of();
    private String team = "";
    private String organization = "";
    private String customer = "";
    private String tag = "";
    private String model = "";
    private String deployment = "";
    private String session = "";
    private Set<Status> statuses = Set.of();
    private String keyAlias = "";
    private Set<String> errors = Set.of();
    private String message = "";
    private Usd atLeast = new Usd(Long.MIN_VALUE);
    private Usd atMost = new Usd(Long.MAX_VALUE);
    private boolean calls;
    private EntrySort sort = EntrySort.STARTED_AT;
    private boolean descending = true;
    private long offset;
    private int limit = 1_000;

    private Queries() {}

    public static Queries aQuery() {
        return new Queries();
    }

    public Queries between(Instant first, Instant last) {
        from = first;
        to = last;
        return this;
    }

    public Queries id(String its) {
        id = its;
        return this;
    }

    public Queries keyHash(String its) {
        keyHash = its;
        return this;
    }

    public Queries user(String its) {
        user = its;
        return this;
    }

    public Queries userOrTeams(String its, String... teams) {
        user = its;
        orTeams = Set.of(teams);
        return this;
    }

    public Queries team(String its) {
        team = its;
        return this;
    }

    public Queries organization(String its) {
        organization = its;
        return this;
    }

    public Queries customer(String its) {
        customer = its;
        return this;
    }

    public Queries tag(String its) {
        tag = its;
        return this;
    }

    public Queries model(String its) {
        model = its;
        return this;
    }

    public Queries deployment(String its) {
        deployment = its;
        return this;
    }

    public Queries session(String its) {
        session = its;
        return this;
    }

    public Queries statuses(Status... its) {
        statuses = Set.of(its);
        return this;
    }

    public Queries keyAlias(String part) {
        keyAlias = part;
        return this;
    }

    public Queries errors(String... its) {
        errors = Set.of(its);
        return this;
    }

    public Queries message(String part) {
        message = part;
        return this;
    }

    public Queries costing(Usd least, Usd most) {
        atLeast = least;
        atMost = most;
        return this;
    }

    public Queries wholeCalls() {
        calls = true;
        return this;
    }

    public Queries by(EntrySort its) {
        sort = its;
        return this;
    }

    public Queries ascending() {
        descending = false;
        return this;
    }

    public Queries page(long first, int most) {
        offset = first;
        limit = most;
        return this;
    }

    public EntryQuery build() {
        return new EntryQuery(
                from,
                to,
                id,
                keyHash,
                user,
                orTeams,
                team,
                organization,
                customer,
                tag,
                model,
                deployment,
                session,
                statuses,
                keyAlias,
                errors,
                message,
                atLeast,
                atMost,
                calls,
                sort,
                descending,
                offset,
                limit);
    }
}
