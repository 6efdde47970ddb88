package dev.tollgate.application.alert;

import dev.tollgate.domain.ledger.LedgerEntry.Payer;

import java.util.LinkedHashMap;
import java.util.Optional;

/// What was kept last, up to a number. For one thread.
final class Recent {
    private final int most;
    private final LinkedHashMap<String, Payer> kept = new LinkedHashMap<>(16, 0.75f, true);

    Recent(int most) {
        this.most = most;
    }

    Optional<Payer> find(String name) {
        return Optional.ofNullable(kept.get(name));
    }

    void keep(String name, Payer payer) {
        kept.put(name, payer);
        if (kept.size() > most) {
            kept.pollFirstEntry();
        }
    }
}
