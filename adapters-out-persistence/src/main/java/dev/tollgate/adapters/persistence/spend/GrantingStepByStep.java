package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.Accounts.Grant;
import dev.tollgate.application.port.out.Accounts.Request;
import dev.tollgate.domain.money.Usd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads what is leased, decides, writes: for a database within the process.
record GrantingStepByStep(AccountRows accounts, InstanceRows instances) implements Granting {
    @Override
    public List<Grant> grant(Statements sql, String instance, List<Request> requests) {
        instances.heard(sql, instance);
        Map<String, Long> settled =
                accounts.locked(sql, requests.stream().map(Request::account).toList());
        Leases leases = accounts.leases(sql, settled.keySet());
        List<Grant> grants = new ArrayList<>();
        for (Request request : requests) {
            long spent = settled.getOrDefault(AccountRows.key(request.account()), 0L);
            grants.add(grant(instance, request, spent, leases));
        }
        accounts.write(sql, leases);
        return grants;
    }

    private static Grant grant(String instance, Request request, long settled, Leases leases) {
        String key = AccountRows.key(request.account());
        long least = request.least().nanos();
        long free = request.limit().nanos() - settled - leases.leased(key);
        long granted = 0;
        if (free < least) {
            leases.recall(key, instance, least - free);
        } else {
            granted = Math.min(free, request.wanted().nanos());
            leases.add(key, instance, granted);
            // What is left over is nobody's: whoever waits finds it without a recall.
            leases.relieve(key, free - granted);
        }
        return new Grant(
                new Usd(granted),
                new Usd(settled),
                new Usd(leases.leased(key) - leases.held(key, instance)));
    }
}
