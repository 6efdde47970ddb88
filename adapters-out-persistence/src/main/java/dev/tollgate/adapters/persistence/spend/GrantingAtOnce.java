package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.Accounts.Grant;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.money.Usd;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// One statement: PostgreSQL decides by itself.
record GrantingAtOnce() implements Granting {
    private static final String LEASE =
            "SELECT granted, settled, others FROM tollgate.lease_accounts("
                    + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    @Override
    public List<Grant> grant(Statements sql, String instance, List<Request> requests) {
        List<Object> arguments =
                List.of(
                        instance,
                        texts(requests, AccountRows::key),
                        texts(requests, account -> account.subject().scope().name()),
                        texts(requests, account -> Texts.name(account.subject().id())),
                        texts(requests, account -> Texts.name(account.subject().model())),
                        texts(requests, BudgetAccount::window),
                        wholes(requests, each -> LedgerRow.micros(each.account().periodStart())),
                        wholes(requests, each -> each.limit().nanos()),
                        wholes(requests, each -> each.least().nanos()),
                        wholes(requests, each -> each.wanted().nanos()));
        return sql.query(LEASE, arguments, GrantingAtOnce::grant);
    }

    private static String[] texts(List<Request> requests, Function<BudgetAccount, String> text) {
        return requests.stream().map(Request::account).map(text).toArray(String[]::new);
    }

    private static Long[] wholes(List<Request> requests, ToLongFunction<Request> whole) {
        return requests.stream().map(whole::applyAsLong).toArray(Long[]::new);
    }

    private static Grant grant(Row row) {
        return new Grant(
                new Usd(row.number("granted")),
                new Usd(row.number("settled")),
                new Usd(row.number("others")));
    }
}
