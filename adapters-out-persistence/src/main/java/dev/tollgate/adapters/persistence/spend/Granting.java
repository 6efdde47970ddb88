package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.Accounts.Grant;
import dev.tollgate.application.port.out.Accounts.Request;

import java.util.List;

/// Grants leases, within one transaction.
interface Granting {
    /// @return one for each request, in their order
    List<Grant> grant(Statements sql, String instance, List<Request> requests);
}
