package dev.tollgate.application.testkit.contract;

import dev.tollgate.application.port.out.SpendRecords.EntryQuery;
import dev.tollgate.application.port.out.SpendRecords.EntrySort;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.util.Set;

/// Queries in a few words: `aQuery().team("t1").build()`.
final class Queries {
    /// The newest thousand of all.
    static final EntryQuery ALL = aQuery().build();

    private Instant from = Instant.MIN;
    private Instant to = Instant.MAX;
    private String id = "";
    private String keyHash = "";
    private String user = "";
    private String team = "";
    private String organization = "";
    private String customer = "";
    private String tag = "";
    private String model = "";
    private String deployment = "";
    private String session = "";
    private Set<Status> statuses = Set.of();
    private Usd atLeast = new Usd(Long.MIN_VALUE);
    private Usd atMost = new Usd(Long.MAX_VALUE);
    private EntrySort sort = EntrySort.STARTED_AT;
    private boolean descending = true;
    private long offset;
    private int limit = 1_000;

    private Queries() {}

    static Queries aQuery() {
        return new Queries();
    }

    Queries between(Instant first, Instant last) {
        from = first;
        to = last;
        return this;
    }

    Queries id(String its) {
        id = its;
        return this;
    }

    Queries keyHash(String its) {
        keyHash = its;
        return this;
    }

    Queries user(String its) {
        user = its;
        return this;
    }

    Queries team(String its) {
        team = its;
        return this;
    }

    Queries organization(String its) {
        organization = its;
        return this;
    }

    Queries customer(String its) {
        customer = its;
        return this;
    }

    Queries tag(String its) {
        tag = its;
        return this;
    }

    Queries model(String its) {
        model = its;
        return this;
    }

    Queries deployment(String its) {
        deployment = its;
        return this;
    }

    Queries session(String its) {
        session = its;
        return this;
    }

    Queries statuses(Status... its) {
        statuses = Set.of(its);
        return this;
    }

    Queries costing(Usd least, Usd most) {
        atLeast = least;
        atMost = most;
        return this;
    }

    Queries by(EntrySort its) {
        sort = its;
        return this;
    }

    Queries ascending() {
        descending = false;
        return this;
    }

    Queries page(long first, int most) {
        offset = first;
        limit = most;
        return this;
    }

    EntryQuery build() {
        return new EntryQuery(
                from,
                to,
                id,
                keyHash,
                user,
                team,
                organization,
                customer,
                tag,
                model,
                deployment,
                session,
                statuses,
                atLeast,
                atMost,
                sort,
                descending,
                offset,
                limit);
    }
}
