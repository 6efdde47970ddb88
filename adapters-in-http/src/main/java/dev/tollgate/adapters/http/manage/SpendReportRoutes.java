package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.info.JsonAnswer;
import dev.tollgate.adapters.http.manage.SpendReplies.Span;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend.Dearest;
import dev.tollgate.application.port.in.spend.ReportSpend.Figure;
import dev.tollgate.application.port.in.spend.ReportSpend.Part;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.application.port.in.spend.ReportSpend.Report;
import dev.tollgate.application.port.in.spend.ReportSpend.Standing;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.Figures;

import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Who spent what on which model, the dearest customers, and how providers' budgets stand.
public final class SpendReportRoutes {
    /// Keys or customers whose models are told: the dearest.
    private static final int MOST_DETAILED = 1_000;

    private static final int MOST_CUSTOMERS = 100;
    private static final FieldTable CUSTOMERS =
            FieldTable.empty().with(FieldType.TEXT, "startTime endTime api_key");

    private final SpendReplies spend;
    private final InstantSource clock;

    SpendReportRoutes(SpendReplies spend, InstantSource clock) {
        this.spend = spend;
        this.clock = clock;
    }

    /// `GET /global/spend/report?group_by=team|customer|api_key`, of all or of one `api_key`,
    /// `internal_user_id`, `team_id` or `customer_id`.
    public ActorHandler report() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    String by = query.oneOf("group_by", "team", "customer", "api_key");
                    String key = query.text("api_key");
                    String user = query.text("internal_user_id");
                    String team = query.text("team_id");
                    String customer = query.text("customer_id");
                    query.check();
                    Span span = SpendDates.span(query, clock);
                    if (!team.isEmpty() && !customer.isEmpty()) {
                        throw SpendDates.wrong("customer_id", "cannot be asked for within a team");
                    }
                    if (!key.isEmpty() || !user.isEmpty() || by.equals("api_key")) {
                        Scope scope = user.isEmpty() ? Scope.GLOBAL : Scope.USER;
                        byKey(exchange, actor, new Asked(span, scope, user), key);
                    } else if (!customer.isEmpty() || by.equals("customer")) {
                        byDay(exchange, actor, new Asked(span, Scope.CUSTOMER, customer));
                    } else {
                        byDay(exchange, actor, new Asked(span, Scope.TEAM, team));
                    }
                });
    }

    /// @param id only this one; empty: all
    private record Asked(Span span, Scope scope, String id) {
        Question.Days days(boolean together, Set<String> keys, int most, Part... by) {
            return new Question.Days(
                    span.from(),
                    span.to(),
                    scope,
                    SpendReplies.only(id),
                    keys,
                    "",
                    together,
                    Set.of(by),
                    most);
        }

        /// By model and key, of the dearest keys or customers.
        Question.Days details() {
            Part ranked = scope == Scope.TEAM ? Part.KEY : Part.SUBJECT;
            int most = Question.Days.MOST;
            return days(false, Set.of(), most, Part.SUBJECT, Part.KEY, Part.MODEL)
                    .of(new Dearest(ranked, MOST_DETAILED))
                    .unnamed();
        }
    }

    private void byKey(Exchange exchange, Actor actor, Asked asked, String key) {
        Set<String> keys = SpendReplies.only(key);
        List<Figure> dearest =
                figures(actor, asked.days(true, keys, MOST_DETAILED, Part.KEY).unnamed());
        Set<String> told = dearest.stream().map(Figure::key).collect(Collectors.toSet());
        int most = Question.Days.MOST;
        Map<String, List<Figure>> models =
                told.isEmpty()
                        ? Map.of()
                        : grouped(
                                figures(
                                        actor,
                                        asked.days(true, told, most, Part.KEY, Part.MODEL)
                                                .unnamed()),
                                Figure::key);
        SpendReplies.array(
                exchange,
                json -> {
                    for (Figure each : bySpend(dearest)) {
                        json.writeStartObject();
                        json.writeStringField("api_key", each.key());
                        totals(json, each.figures());
                        json.writeArrayFieldStart("model_details");
                        for (Figure model : bySpend(models.getOrDefault(each.key(), List.of()))) {
                            json.writeStartObject();
                            json.writeStringField("model", model.model());
                            totals(json, model.figures());
                            json.writeEndObject();
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    }
                });
    }

    private static void totals(JsonGenerator json, Figures figures) throws IOException {
        SpendReplies.amount(json, "total_cost", figures.spend());
        json.writeNumberField("total_input_tokens", figures.promptTokens());
        json.writeNumberField("total_output_tokens", figures.completionTokens());
    }

    private void byDay(Exchange exchange, Actor actor, Asked asked) {
        Supplier<Report.Days> details = spend.begun(actor, asked.details());
        Report.Days whole =
                spend.days(actor, asked.days(false, Set.of(), Question.Days.MOST, Part.SUBJECT));
        Map<LocalDate, List<Figure>> days = grouped(whole.figures(), Figure::day);
        Map<LocalDate, List<Figure>> models = grouped(details.get().figures(), Figure::day);
        SpendReplies.array(
                exchange,
                json -> {
                    for (Map.Entry<LocalDate, List<Figure>> day : days.entrySet()) {
                        json.writeStartObject();
                        json.writeStringField("group_by_day", day.getKey().toString());
                        boolean teams = asked.scope() == Scope.TEAM;
                        json.writeArrayFieldStart(teams ? "teams" : "customers");
                        Map<String, List<Figure>> its =
                                grouped(
                                        models.getOrDefault(day.getKey(), List.of()),
                                        Figure::subject);
                        for (Figure each : bySpend(day.getValue())) {
                            subject(
                                    json,
                                    teams,
                                    whole.teams(),
                                    each,
                                    its.getOrDefault(each.subject(), List.of()));
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    }
                });
    }

    private static void subject(
            JsonGenerator json,
            boolean team,
            Map<String, String> teams,
            Figure whole,
            List<Figure> details)
            throws IOException {
        String id = whole.subject();
        json.writeStartObject();
        if (team) {
            json.writeStringField("team_name", teams.getOrDefault(id, id));
            json.writeStringField("team_id", id);
        } else {
            json.writeStringField("customer", id);
        }
        SpendReplies.amount(json, "total_spend", whole.figures().spend());
        json.writeArrayFieldStart("metadata");
        for (Figure each : bySpend(details)) {
            json.writeStartObject();
            json.writeStringField("model", each.model());
            SpendReplies.amount(json, "spend", each.figures().spend());
            json.writeNumberField("total_tokens", SpendReplies.tokens(each.figures()));
            json.writeStringField("api_key", each.key());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static List<Figure> bySpend(List<Figure> figures) {
        return figures.stream()
                .sorted(
                        Comparator.comparing(
                                (Figure figure) -> figure.figures().spend(),
                                Comparator.reverseOrder()))
                .toList();
    }

    private static <K extends Comparable<? super K>> Map<K, List<Figure>> grouped(
            List<Figure> figures, Function<Figure, K> by) {
        return figures.stream()
                .collect(Collectors.groupingBy(by, TreeMap::new, Collectors.toList()));
    }

    private List<Figure> figures(Actor actor, Question.Days question) {
        return spend.days(actor, question).figures();
    }

    /// `POST /global/spend/end_users`: the dearest customers, with `startTime`, `endTime` and
    /// `api_key` in the body if anything is asked for.
    public ActorHandler customers() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = CUSTOMERS.read(JsonFields.body(exchange));
                    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
                    LocalDate to = day(asked, "endTime", today);
                    LocalDate from = day(asked, "startTime", to.minusDays(30));
                    Span span = SpendDates.span("startTime", from, to);
                    Question.Days question =
                            new Question.Days(
                                    span.from(),
                                    span.to(),
                                    Scope.CUSTOMER,
                                    Set.of(),
                                    SpendReplies.only(asked.text("api_key")),
                                    "",
                                    true,
                                    Set.of(Part.SUBJECT),
                                    MOST_CUSTOMERS);
                    List<Figure> dearest = bySpend(figures(actor, question));
                    SpendReplies.array(
                            exchange,
                            json -> {
                                for (Figure each : dearest) {
                                    json.writeStartObject();
                                    json.writeStringField("end_user", each.subject());
                                    json.writeNumberField(
                                            "total_count", SpendReplies.calls(each.figures()));
                                    SpendReplies.amount(
                                            json, "total_spend", each.figures().spend());
                                    json.writeEndObject();
                                }
                            });
                });
    }

    private static LocalDate day(Fields asked, String name, LocalDate otherwise) {
        return SpendDates.moment(name, asked.text(name), false)
                .map(moment -> LocalDate.ofInstant(moment, ZoneOffset.UTC))
                .orElse(otherwise);
    }

    /// `GET /provider/budgets`
    public ActorHandler providers() {
        return Handling.of(
                (exchange, actor, _) -> {
                    List<Standing> budgets = spend.budgets(actor, Scope.PROVIDER);
                    JsonAnswer.send(exchange, 200, json -> writeProviders(json, budgets));
                });
    }

    private static void writeProviders(JsonGenerator json, List<Standing> budgets)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("providers");
        for (Standing budget : budgets) {
            json.writeObjectFieldStart(budget.id());
            SpendReplies.amount(json, "budget_limit", budget.limit());
            json.writeStringField("time_period", budget.duration());
            SpendReplies.amount(json, "spend", budget.spend());
            if (budget.resetAt().isPresent()) {
                json.writeStringField("budget_reset_at", budget.resetAt().get().toString());
            } else {
                json.writeNullField("budget_reset_at");
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
