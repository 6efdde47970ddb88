package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.info.JsonAnswer;
import dev.tollgate.adapters.http.manage.SpendReplies.Span;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend.Figure;
import dev.tollgate.application.port.in.spend.ReportSpend.KeyNames;
import dev.tollgate.application.port.in.spend.ReportSpend.Part;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.application.port.in.spend.ReportSpend.Report;
import dev.tollgate.application.port.in.spend.ReportSpend.Standing;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.money.Usd;

import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The whole gateway's spend, of the last 30 days unless dates are given. Who does not see
/// everything is told of their own, where that is something.
public final class GlobalSpendRoutes {
    private static final int MOST_LISTED = 1_000;
    private static final String ALL_TAGS = "all-tags";
    private static final KeyNames NO_NAMES = new KeyNames("", "", "");

    private final SpendReplies spend;
    private final InstantSource clock;

    GlobalSpendRoutes(SpendReplies spend, InstantSource clock) {
        this.spend = spend;
        this.clock = clock;
    }

    private Span span(Query query) {
        return SpendDates.span(query, clock);
    }

    /// `GET /global/spend`
    public ActorHandler total() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Span span = span(new Query(exchange));
                    Figures whole = sum(spend.gateway(actor, span).figures());
                    Usd budget =
                            spend.budgets(actor, Scope.GLOBAL).stream()
                                    .map(Standing::limit)
                                    .findFirst()
                                    .orElse(Usd.ZERO);
                    JsonAnswer.send(
                            exchange,
                            200,
                            json -> {
                                json.writeStartObject();
                                SpendReplies.amount(json, "spend", whole.spend());
                                SpendReplies.amount(json, "max_budget", budget);
                                json.writeEndObject();
                            });
                });
    }

    private static Figures sum(List<Figure> figures) {
        return figures.stream().map(Figure::figures).reduce(Figures.NONE, Figures::plus);
    }

    /// `GET /global/spend/logs?api_key=`: day by day.
    public ActorHandler byDay() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Span span = span(query);
                    Set<String> keys = SpendReplies.only(query.text("api_key"));
                    List<Figure> days =
                            spend.seen(actor, span, keys, false, Question.Days.MOST).figures();
                    SpendReplies.array(
                            exchange,
                            json -> {
                                for (Figure day : days) {
                                    json.writeStartObject();
                                    json.writeStringField("date", day.day().toString());
                                    SpendReplies.amount(json, "spend", day.figures().spend());
                                    json.writeEndObject();
                                }
                            });
                });
    }

    /// `GET /global/spend/keys?limit=`
    public ActorHandler keys() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    int limit = query.whole("limit", 1, MOST_LISTED, MOST_LISTED);
                    query.check();
                    Report.Days days = seen(actor, span(query), limit, Part.KEY);
                    List<Map.Entry<String, Figures>> top = top(days, Figure::key, limit);
                    SpendReplies.array(
                            exchange,
                            json -> {
                                for (Map.Entry<String, Figures> key : top) {
                                    KeyNames names =
                                            days.keys().getOrDefault(key.getKey(), NO_NAMES);
                                    json.writeStartObject();
                                    json.writeStringField("api_key", key.getKey());
                                    SpendReplies.orNull(json, "key_alias", names.alias());
                                    SpendReplies.orNull(json, "key_name", names.shown());
                                    SpendReplies.amount(
                                            json, "total_spend", key.getValue().spend());
                                    json.writeEndObject();
                                }
                            });
                });
    }

    private static List<Map.Entry<String, Figures>> top(
            Report.Days days, Function<Figure, String> label, int most) {
        Map<String, Figures> sums = new TreeMap<>();
        days.figures().forEach(f -> sums.merge(label.apply(f), f.figures(), Figures::plus));
        return sums.entrySet().stream()
                .sorted(
                        Comparator.comparing(
                                (Map.Entry<String, Figures> each) -> each.getValue().spend(),
                                Comparator.reverseOrder()))
                .limit(most)
                .toList();
    }

    /// `GET /global/spend/models?limit=10`
    public ActorHandler models() {
        return listed(Part.MODEL, Figure::model, "model", "total_spend", 10);
    }

    /// `GET /global/spend/provider`
    public ActorHandler providers() {
        return listed(Part.PROVIDER, Figure::provider, "provider", "spend", MOST_LISTED);
    }

    private ActorHandler listed(
            Part part, Function<Figure, String> label, String name, String amount, int usually) {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    int limit = query.whole("limit", 1, MOST_LISTED, usually);
                    query.check();
                    Report.Days days = seen(actor, span(query), limit, part);
                    SpendReplies.array(
                            exchange,
                            json -> {
                                for (Map.Entry<String, Figures> each : top(days, label, limit)) {
                                    if (each.getKey().isEmpty()) {
                                        continue;
                                    }
                                    json.writeStartObject();
                                    json.writeStringField(name, each.getKey());
                                    SpendReplies.amount(json, amount, each.getValue().spend());
                                    json.writeEndObject();
                                }
                            });
                });
    }

    private Report.Days seen(Actor actor, Span span, int most, Part... by) {
        return spend.seen(actor, span, Set.of(), true, most, by);
    }

    /// All days in one.
    private Report.Days together(
            Actor actor, Span span, Scope scope, Set<String> ids, int most, Part... by) {
        return days(actor, span, scope, ids, true, most, by);
    }

    private Report.Days days(
            Actor actor,
            Span span,
            Scope scope,
            Set<String> ids,
            boolean together,
            int most,
            Part... by) {
        return spend.days(
                actor,
                new Question.Days(
                        span.from(),
                        span.to(),
                        scope,
                        ids,
                        Set.of(),
                        "",
                        together,
                        Set.of(by),
                        most));
    }

    /// `GET /global/spend/teams`
    public ActorHandler teams() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Span span = span(new Query(exchange));
                    int most = Question.Days.MOST;
                    Set<String> all = Set.of();
                    Report.Days days =
                            days(actor, span, Scope.TEAM, all, false, most, Part.SUBJECT);
                    Report.Days whole = together(actor, span, Scope.TEAM, all, most, Part.SUBJECT);
                    JsonAnswer.send(exchange, 200, json -> writeTeams(json, days, whole));
                });
    }

    private static void writeTeams(JsonGenerator json, Report.Days days, Report.Days whole)
            throws IOException {
        List<Map.Entry<String, Figures>> teams = top(whole, Figure::subject, MOST_LISTED);
        UnaryOperator<String> names = names(whole.teams());
        json.writeStartObject();
        json.writeArrayFieldStart("daily_spend");
        LocalDate written = LocalDate.MIN;
        for (Figure figure : days.figures()) {
            if (!figure.day().equals(written)) {
                if (!written.equals(LocalDate.MIN)) {
                    json.writeEndObject();
                }
                json.writeStartObject();
                json.writeStringField("date", figure.day().toString());
                written = figure.day();
            }
            SpendReplies.amount(json, names.apply(figure.subject()), figure.figures().spend());
        }
        if (!written.equals(LocalDate.MIN)) {
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("teams");
        for (Map.Entry<String, Figures> team : teams) {
            json.writeString(names.apply(team.getKey()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("total_spend_per_team");
        for (Map.Entry<String, Figures> team : teams) {
            json.writeStartObject();
            json.writeStringField("team_id", names.apply(team.getKey()));
            SpendReplies.amount(json, "total_spend", team.getValue().spend());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// What teams are called, which charts show; several of one name are told by their ids.
    private static UnaryOperator<String> names(Map<String, String> teams) {
        Map<String, Long> bearers =
                teams.values().stream()
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        return id -> {
            String name = teams.getOrDefault(id, id);
            return bearers.getOrDefault(name, 0L) == 1 ? name : id;
        };
    }

    /// `POST /global/spend/refresh`: figures are of this moment without it.
    public ActorHandler refresh() {
        return Handling.of(
                (exchange, _, _) ->
                        JsonAnswer.send(
                                exchange,
                                200,
                                json -> {
                                    json.writeStartObject();
                                    json.writeStringField("message", "Figures are always fresh.");
                                    json.writeStringField("status", "success");
                                    json.writeEndObject();
                                }));
    }

    /// `GET /global/spend/tags?tags=a,b`
    public ActorHandler tags() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Set<String> tags = Set.copyOf(query.texts("tags"));
                    Report.Days days =
                            together(
                                    actor,
                                    span(query),
                                    Scope.TAG,
                                    tags.contains(ALL_TAGS) ? Set.of() : tags,
                                    MOST_LISTED,
                                    Part.SUBJECT);
                    JsonAnswer.send(
                            exchange,
                            200,
                            json -> {
                                json.writeStartObject();
                                json.writeArrayFieldStart("spend_per_tag");
                                for (Map.Entry<String, Figures> tag :
                                        top(days, Figure::subject, MOST_LISTED)) {
                                    json.writeStartObject();
                                    json.writeStringField("name", tag.getKey());
                                    SpendReplies.amount(json, "spend", tag.getValue().spend());
                                    json.writeNumberField(
                                            "log_count", SpendReplies.calls(tag.getValue()));
                                    json.writeEndObject();
                                }
                                json.writeEndArray();
                                json.writeEndObject();
                            });
                });
    }

    /// `GET /global/spend/all_tag_names` and `/global/all_end_users`
    public ActorHandler names(Scope scope, String name) {
        return Handling.of(
                (exchange, actor, _) -> {
                    Span span = span(new Query(exchange));
                    Report.Days days =
                            together(actor, span, scope, Set.of(), MOST_LISTED, Part.SUBJECT);
                    JsonAnswer.send(
                            exchange,
                            200,
                            json -> {
                                json.writeStartObject();
                                json.writeArrayFieldStart(name);
                                for (Map.Entry<String, Figures> each :
                                        top(days, Figure::subject, MOST_LISTED)) {
                                    json.writeString(each.getKey());
                                }
                                json.writeEndArray();
                                json.writeEndObject();
                            });
                });
    }
}
