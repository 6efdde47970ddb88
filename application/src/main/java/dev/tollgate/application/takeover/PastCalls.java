package dev.tollgate.application.takeover;

import dev.tollgate.application.manage.KeptForm;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.LedgerEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Takes over the history of calls. An entry's id follows from the row, so that each counts once.
final class PastCalls {
    private final Entities entities;
    private final Ledger ledger;
    private final boolean rehearsal;

    PastCalls(Entities entities, Ledger ledger, boolean rehearsal) {
        this.entities = entities;
        this.ledger = ledger;
        this.rehearsal = rehearsal;
    }

    /// @param rows at most as many as one post has
    void take(List<Fields> rows, TallyBook tally) {
        Map<String, String> identities = identities(rows);
        List<LedgerEntry> entries = new ArrayList<>();
        for (Fields row : rows) {
            if (row.set(ForeignRecords.UNREADABLE)) {
                tally.refused("a call", row.text(ForeignRecords.UNREADABLE));
                continue;
            }
            PastCall call = new PastCall(row);
            try {
                entries.add(call.entry(identities.getOrDefault(row.text("api_key"), "")));
            } catch (IllegalArgumentException | ArithmeticException e) {
                tally.refused(row.text("request_id"), String.valueOf(e.getMessage()));
            }
        }
        if (!rehearsal && !entries.isEmpty()) {
            List<?> _ = ledger.post(entries);
        }
        tally.taken(entries.size());
    }

    private Map<String, String> identities(List<Fields> rows) {
        List<String> hashes =
                rows.stream()
                        .map(row -> row.text("api_key"))
                        .filter(hash -> !hash.isEmpty())
                        .distinct()
                        .toList();
        return hashes.isEmpty()
                ? Map.of()
                : entities.find(EntityKind.KEY, hashes).stream()
                        .collect(
                                Collectors.toMap(
                                        Entity::id,
                                        key -> key.fields().text(KeptForm.KEY_IDENTITY)));
    }
}
