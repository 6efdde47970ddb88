package dev.tollgate.domain.ledger;

import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Target;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// What the figures of a day are told apart by. Every entry has one line without a tag and one for
/// each of its tags: figures of tags are no parts of a whole.
///
/// @param day in UTC, of the beginning of the attempt
/// @param model the upstream's name, or the group's where nobody was asked; empty where no group
///   has the name that was asked for: callers make up as many of those as they like
public record DailyLine(
        LocalDate day,
        String tag,
        String keyId,
        String keyHash,
        String user,
        String team,
        String organization,
        String customer,
        String deployment,
        String model,
        String group,
        String provider,
        String callType) {

    /// The lines an entry counts on; none unless it is a call.
    public static List<DailyLine> of(LedgerEntry entry) {
        List<DailyLine> lines = new ArrayList<>();
        if (Bookings.isCall(entry)) {
            lines.add(line(entry, ""));
            new LinkedHashSet<>(entry.call().tags())
                    .stream()
                            .filter(tag -> !tag.isEmpty())
                            .forEach(tag -> lines.add(line(entry, tag)));
        }
        return lines;
    }

    private static DailyLine line(LedgerEntry entry, String tag) {
        Payer payer = entry.payer();
        Target target = entry.target();
        return new DailyLine(
                LocalDate.ofInstant(entry.startedAt(), ZoneOffset.UTC),
                tag,
                payer.keyId(),
                payer.keyHash(),
                payer.user(),
                payer.team(),
                payer.organization(),
                payer.customer(),
                target.deployment(),
                target.model().isEmpty() ? target.group() : target.model(),
                target.group(),
                target.provider(),
                entry.call().type());
    }

    /// Whose figures these are within a scope; empty for the whole gateway, or if nobody's.
    public String subject(Scope scope) {
        return switch (scope) {
            case GLOBAL -> "";
            case ORGANIZATION -> organization;
            case TEAM -> team;
            case TEAM_MEMBER -> team.isEmpty() || user.isEmpty() ? "" : team + "/" + user;
            case USER -> user;
            case KEY -> keyId;
            case CUSTOMER -> customer;
            case TAG -> tag;
            case PROVIDER -> provider;
            case DEPLOYMENT -> deployment;
        };
    }
}
