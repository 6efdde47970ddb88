package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.SpendRecords.DailyFigure;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.Part;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.DailyLine;
import dev.tollgate.domain.ledger.Figures;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Adds up lines as a query asks for it.
final class DailyGrouping {
    private static final Comparator<Group> ORDER =
            Comparator.comparing(Group::day)
                    .thenComparing(Group::subject)
                    .thenComparing(Group::keyHash)
                    .thenComparing(Group::model)
                    .thenComparing(Group::group)
                    .thenComparing(Group::provider)
                    .thenComparing(Group::callType);

    private final DailyQuery query;
    private final TreeMap<Group, Figures> groups = new TreeMap<>(ORDER);

    DailyGrouping(DailyQuery query) {
        this.query = query;
    }

    void add(DailyLine line, Figures figures) {
        if (covers(line)) {
            groups.merge(groupOf(line), figures, Figures::plus);
        }
    }

    private boolean covers(DailyLine line) {
        String subject = line.subject(query.scope());
        return line.tag().isEmpty() == (query.scope() != Scope.TAG)
                && subject.isEmpty() == (query.scope() == Scope.GLOBAL)
                && (query.ids().isEmpty() || query.ids().contains(subject))
                && (query.keys().isEmpty() || query.keys().contains(line.keyHash()))
                && isOrAny(query.model(), line.model());
    }

    private static boolean isOrAny(String wanted, String value) {
        return wanted.isEmpty() || wanted.equals(value);
    }

    private Group groupOf(DailyLine line) {
        return new Group(
                query.together() ? query.from() : line.day(),
                asked(Part.SUBJECT, line.subject(query.scope())),
                asked(Part.KEY, line.keyHash()),
                asked(Part.MODEL, line.model()),
                asked(Part.MODEL_GROUP, line.group()),
                asked(Part.PROVIDER, line.provider()),
                asked(Part.CALL_TYPE, line.callType()));
    }

    private String asked(Part part, String value) {
        return query.by().contains(part) ? value : "";
    }

    List<DailyFigure> figures() {
        return groups.entrySet().stream()
                .sorted(Comparator.comparing(each -> -each.getValue().spend().nanos()))
                .limit(query.most())
                .sorted(Map.Entry.comparingByKey(ORDER))
                .map(each -> each.getKey().figure(each.getValue()))
                .toList();
    }

    private record Group(
            LocalDate day,
            String subject,
            String keyHash,
            String model,
            String group,
            String provider,
            String callType) {
        DailyFigure figure(Figures its) {
            return new DailyFigure(
                    day,
                    subject,
                    keyHash,
                    model,
                    group,
                    provider,
                    callType,
                    its.spend(),
                    its.promptTokens(),
                    its.completionTokens(),
                    its.cacheReadTokens(),
                    its.cacheWriteTokens(),
                    its.successful(),
                    its.failed());
        }
    }
}
