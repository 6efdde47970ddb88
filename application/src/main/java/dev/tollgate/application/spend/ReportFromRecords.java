package dev.tollgate.application.spend;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.SpendRecords;
import dev.tollgate.application.port.out.SpendRecords.DailyFigure;
import dev.tollgate.application.port.out.SpendRecords.DailyQuery;
import dev.tollgate.application.port.out.SpendRecords.EntryPage;
import dev.tollgate.application.port.out.SpendRecords.EntryQuery;
import dev.tollgate.application.port.out.SpendRecords.EntrySort;
import dev.tollgate.application.port.out.SpendRecords.FailureCount;
import dev.tollgate.application.port.out.SpendRecords.FailureQuery;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.money.Usd;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Answers from the spend records, and names keys as they are called today.
public final class ReportFromRecords implements ReportSpend {
    /// Keys of one report that are named.
    private static final int MOST_NAMED = 1_000;

    private final SpendRecords records;
    private final Entities entities;
    private final TopSpenders spenders;
    private final Transcripts transcripts;
    private final BudgetStandings budgets;

    public ReportFromRecords(
            SpendRecords records,
            Entities entities,
            Accounts accounts,
            Transcripts transcripts,
            BudgetStandings budgets) {
        this.records = records;
        this.entities = entities;
        this.transcripts = transcripts;
        this.budgets = budgets;
        this.spenders = new TopSpenders(entities, accounts);
    }

    @Override
    public Report report(Actor actor, Question question) {
        return switch (question) {
            case Question.Calls calls -> calls(actor, calls);
            case Question.Days days -> days(actor, days);
            case Question.Failures failures -> failures(actor, failures);
            case Question.Words words -> words(actor, words);
            case Question.Spenders most -> spenders.of(actor, most);
            case Question.Budgets asked -> budgets.of(actor, asked);
        };
    }

    private Report calls(Actor actor, Question.Calls asked) {
        String user = asked.user();
        Set<String> teams = Set.of();
        if (!SpendRights.mayReadCalls(actor, asked)) {
            if (!user.isEmpty() && !actor.is(user) || !asked.team().isEmpty()) {
                return new Report.Forbidden(SpendRights.REFUSAL);
            }
            if (actor.userId().isEmpty()) {
                return ownKey(actor, asked);
            }
            teams = user.isEmpty() ? actor.ledTeams() : Set.of();
            user = actor.userId();
        }
        return page(asked, KeyHashes.of(asked.key()), user, teams);
    }

    /// Who may see a call may see what was said in it.
    private Report words(Actor actor, Question.Words asked) {
        Question.Calls call =
                new Question.Calls(
                        Instant.MIN,
                        Instant.MAX,
                        asked.id(),
                        "",
                        "",
                        asked.team(),
                        "",
                        "",
                        "",
                        "",
                        Set.of(),
                        "",
                        Set.of(),
                        "",
                        new Usd(Long.MIN_VALUE),
                        new Usd(Long.MAX_VALUE),
                        Order.STARTED_AT,
                        true,
                        1,
                        1);
        return switch (calls(actor, call)) {
            case Report.Calls found when found.rows().isEmpty() -> new Report.Unknown();
            case Report.Calls found ->
                    new Report.Words(transcripts.of(found.rows().getFirst().call().id()));
            case Report.Forbidden forbidden -> forbidden;
            case Report.Days _,
                    Report.Failures _,
                    Report.Spenders _,
                    Report.Budgets _,
                    Report.Words _,
                    Report.Unknown _ ->
                    throw new IllegalStateException("not an answer to " + asked);
        };
    }

    /// A key that belongs to no user sees its own calls.
    private Report ownKey(Actor actor, Question.Calls asked) {
        String key = KeyHashes.of(asked.key());
        return actor.keyHash().isEmpty() || !key.isEmpty() && !key.equals(actor.keyHash())
                ? new Report.Forbidden(SpendRights.REFUSAL)
                : page(asked, actor.keyHash(), "", Set.of());
    }

    /// @param orTeams besides the user's calls, those of these teams
    private Report page(Question.Calls asked, String keyHash, String user, Set<String> orTeams) {
        EntryQuery query =
                new EntryQuery(
                        asked.from(),
                        asked.to(),
                        asked.id(),
                        keyHash,
                        user,
                        orTeams,
                        asked.team(),
                        "",
                        asked.customer(),
                        "",
                        asked.model(),
                        asked.deployment(),
                        asked.session(),
                        asked.statuses(),
                        asked.keyAlias(),
                        asked.errors(),
                        asked.message(),
                        asked.atLeast(),
                        asked.atMost(),
                        true,
                        sort(asked.order()),
                        asked.descending(),
                        (asked.page() - 1L) * asked.size(),
                        asked.size());
        EntryPage page = records.entries(query);
        return new Report.Calls(page.entries(), page.total());
    }

    private static EntrySort sort(Order order) {
        return switch (order) {
            case STARTED_AT -> EntrySort.STARTED_AT;
            case ENDED_AT -> EntrySort.ENDED_AT;
            case SPEND -> EntrySort.SPEND;
            case TOTAL_TOKENS -> EntrySort.TOTAL_TOKENS;
            case DURATION -> EntrySort.DURATION;
            case MODEL -> EntrySort.MODEL;
            case FIRST_TOKEN -> EntrySort.FIRST_TOKEN;
        };
    }

    private Report failures(Actor actor, Question.Failures asked) {
        if (!actor.seesAll()) {
            return new Report.Forbidden(SpendRights.REFUSAL);
        }
        FailureQuery query =
                new FailureQuery(
                        asked.from(),
                        asked.to(),
                        asked.group(),
                        asked.deployments(),
                        Question.Days.MOST);
        return new Report.Failures(
                records.failures(query).stream().map(ReportFromRecords::failure).toList());
    }

    private static Failure failure(FailureCount count) {
        return new Failure(
                count.day(), count.error(), count.deployment(), count.apiBase(), count.failures());
    }

    private Report days(Actor actor, Question.Days asked) {
        Set<String> ids = SpendRights.readable(actor, asked.scope(), asked.ids());
        if (!actor.seesAll() && ids.isEmpty()) {
            return new Report.Forbidden(SpendRights.REFUSAL);
        }
        DailyQuery query =
                new DailyQuery(
                        asked.from(),
                        asked.to(),
                        asked.scope(),
                        ids,
                        asked.keys().stream().map(KeyHashes::of).collect(Collectors.toSet()),
                        asked.model(),
                        asked.together(),
                        parts(asked.by()),
                        asked.most(),
                        new SpendRecords.Dearest(
                                part(asked.dearest().by()), asked.dearest().most()));
        List<DailyFigure> figures = records.daily(query);
        return new Report.Days(
                figures.stream().map(ReportFromRecords::figure).toList(),
                asked.named() ? names(figures) : Map.of(),
                asked.named() && asked.scope() == Scope.TEAM ? teams(figures) : Map.of());
    }

    private Map<String, String> teams(List<DailyFigure> figures) {
        List<String> ids =
                figures.stream()
                        .map(DailyFigure::subject)
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .limit(MOST_NAMED)
                        .toList();
        return ids.isEmpty()
                ? Map.of()
                : entities.find(EntityKind.TEAM, ids).stream()
                        .filter(team -> !team.index().label().isEmpty())
                        .collect(Collectors.toMap(Entity::id, team -> team.index().label()));
    }

    private static Set<SpendRecords.Part> parts(Set<Part> by) {
        return by.stream().map(ReportFromRecords::part).collect(Collectors.toSet());
    }

    private static SpendRecords.Part part(Part part) {
        return switch (part) {
            case SUBJECT -> SpendRecords.Part.SUBJECT;
            case KEY -> SpendRecords.Part.KEY;
            case MODEL -> SpendRecords.Part.MODEL;
            case MODEL_GROUP -> SpendRecords.Part.MODEL_GROUP;
            case PROVIDER -> SpendRecords.Part.PROVIDER;
            case CALL_TYPE -> SpendRecords.Part.CALL_TYPE;
        };
    }

    private static Figure figure(DailyFigure day) {
        return new Figure(
                day.day(),
                day.subject(),
                day.keyHash(),
                day.model(),
                day.group(),
                day.provider(),
                day.callType(),
                new Figures(
                        day.spend(),
                        day.promptTokens(),
                        day.completionTokens(),
                        day.cacheReadTokens(),
                        day.cacheWriteTokens(),
                        day.successful(),
                        day.failed()));
    }

    private Map<String, KeyNames> names(List<DailyFigure> figures) {
        Set<String> hashes = new TreeSet<>();
        figures.forEach(figure -> hashes.add(figure.keyHash()));
        hashes.remove("");
        List<String> named = hashes.stream().limit(MOST_NAMED).toList();
        Map<String, KeyNames> names = new HashMap<>();
        if (!named.isEmpty()) {
            for (Entity key : entities.find(EntityKind.KEY, named)) {
                names.put(
                        key.id(),
                        new KeyNames(
                                key.index().name(),
                                key.fields().text("key_name"),
                                key.index().team()));
            }
        }
        return names;
    }
}
