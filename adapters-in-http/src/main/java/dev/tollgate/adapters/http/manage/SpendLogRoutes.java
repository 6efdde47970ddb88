package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.info.JsonAnswer;
import dev.tollgate.adapters.http.manage.SpendReplies.Span;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend.Figure;
import dev.tollgate.application.port.in.spend.ReportSpend.Order;
import dev.tollgate.application.port.in.spend.ReportSpend.Part;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.application.port.in.spend.ReportSpend.Report;
import dev.tollgate.application.port.in.spend.ReportSpend.Spender;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.money.Usd;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Spend, call by call and by who spent.
public final class SpendLogRoutes {
    private static final int MOST_ROWS = 1_000;
    private static final int MOST_SPENDERS = 1_000;
    private static final Usd ANY_LEAST = new Usd(Long.MIN_VALUE);
    private static final Usd ANY_MOST = new Usd(Long.MAX_VALUE);
    private static final Set<Status> FAILED =
            Set.of(Status.FAILURE, Status.REFUSED, Status.INTERRUPTED);

    private final SpendReplies spend;
    private final InstantSource clock;
    private final Supplier<ErrorNames> errors;

    SpendLogRoutes(SpendReplies spend, InstantSource clock, Supplier<ErrorNames> errors) {
        this.spend = spend;
        this.clock = clock;
        this.errors = errors;
    }

    /// `GET /spend/logs`: figures by day where two dates are given, the newest rows otherwise. A
    /// day is told whole and by model; keys and users are the thousand dearest ones of all days.
    public ActorHandler logs() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Optional<LocalDate> from = SpendDates.day(query, "start_date");
                    Optional<LocalDate> to = SpendDates.day(query, "end_date");
                    boolean summarize =
                            query.text("summarize").isEmpty() || query.flag("summarize");
                    query.check();
                    if (from.isPresent() && to.isPresent() && summarize) {
                        Span span = SpendDates.span("start_date", from.get(), to.get());
                        byDay(exchange, actor, query, span);
                    } else {
                        rows(exchange, actor, query);
                    }
                });
    }

    private void rows(Exchange exchange, Actor actor, Query query) {
        Instant from = SpendDates.moment(query, "start_date", false).orElse(Instant.MIN);
        Instant to = SpendDates.moment(query, "end_date", true).orElse(Instant.MAX);
        Question.Calls question =
                calls(query, from, to, Order.STARTED_AT, true, 1, MOST_ROWS, Set.of());
        List<LedgerEntry> rows = spend.calls(actor, question).rows();
        SpendRows shown = new SpendRows(errors.get());
        SpendReplies.array(
                exchange,
                json -> {
                    for (LedgerEntry row : rows) {
                        shown.write(json, row);
                    }
                });
    }

    /// `GET /spend/logs/ui/{request_id}`: what was said in one call.
    public ActorHandler words() {
        return Handling.of(
                (exchange, actor, id) -> {
                    Query query = new Query(exchange);
                    String team = query.text("team_id");
                    query.check();
                    Report.Words found = spend.words(actor, new Question.Words(id, team));
                    JsonAnswer.send(exchange, 200, json -> SpokenWords.write(json, found.said()));
                });
    }

    private Question.Calls calls(
            Query query,
            Instant from,
            Instant to,
            Order order,
            boolean descending,
            int page,
            int size,
            Set<Status> statuses) {
        String code = query.text("error_code");
        return new Question.Calls(
                from,
                to,
                query.text("request_id"),
                query.text("api_key"),
                query.text("user_id"),
                query.text("team_id"),
                query.text("end_user"),
                query.text("model"),
                query.text("model_id"),
                query.text("session_id"),
                statuses,
                query.text("key_alias"),
                code.isEmpty() ? Set.of() : errors.get().withCode(code),
                query.text("error_message"),
                amount(query, "min_spend", ANY_LEAST),
                amount(query, "max_spend", ANY_MOST),
                order,
                descending,
                page,
                size);
    }

    private static Usd amount(Query query, String name, Usd otherwise) {
        String text = query.text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Usd.of(new BigDecimal(text));
        } catch (ArithmeticException | NumberFormatException _) {
            throw SpendDates.wrong(name, "must be an amount in US dollars, as 0.25");
        }
    }

    /// `GET /spend/logs/v2` and `/spend/logs/ui`: pages of rows.
    public ActorHandler pages() {
        return Handling.of((exchange, actor, _) -> page(exchange, actor, true));
    }

    /// `GET /spend/logs/session/ui?session_id=`: the calls of one session.
    public ActorHandler session() {
        return Handling.of((exchange, actor, _) -> page(exchange, actor, false));
    }

    private void page(Exchange exchange, Actor actor, boolean dated) throws FieldTable.Mistakes {
        Query query = new Query(exchange);
        Instant from = dated ? SpendDates.start(query) : Instant.MIN;
        Instant to = dated ? SpendDates.end(query) : Instant.MAX;
        if (!dated) {
            String _ = query.required("session_id");
        }
        int page = query.whole("page", 1, 1_000_000, 1);
        int size = query.whole("page_size", 1, 100, 50);
        Set<Status> statuses =
                switch (query.oneOf("status_filter", "success", "failure")) {
                    case "success" -> Set.of(Status.SUCCESS);
                    case "failure" -> FAILED;
                    default -> Set.of();
                };
        query.check();
        Order by = order(query);
        boolean descending = descending(query);
        Report.Calls found =
                spend.calls(actor, calls(query, from, to, by, descending, page, size, statuses));
        SpendRows shown = new SpendRows(errors.get());
        JsonAnswer.send(exchange, 200, json -> write(json, shown, found, page, size));
    }

    private static Order order(Query query) {
        return switch (query.text("sort_by")) {
            case "", "startTime" -> Order.STARTED_AT;
            case "endTime" -> Order.ENDED_AT;
            case "spend" -> Order.SPEND;
            case "total_tokens" -> Order.TOTAL_TOKENS;
            case "request_duration_ms" -> Order.DURATION;
            case "model" -> Order.MODEL;
            case "ttft_ms" -> Order.FIRST_TOKEN;
            default ->
                    throw SpendDates.wrong(
                            "sort_by",
                            "must be one of endTime, model, request_duration_ms, spend, startTime,"
                                    + " total_tokens, ttft_ms");
        };
    }

    private static boolean descending(Query query) {
        return switch (query.text("sort_order").toLowerCase(Locale.ROOT)) {
            case "", "desc" -> true;
            case "asc" -> false;
            default -> throw SpendDates.wrong("sort_order", "must be one of asc, desc");
        };
    }

    private static void write(
            JsonGenerator json, SpendRows shown, Report.Calls found, int page, int size)
            throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("data");
        for (LedgerEntry row : found.rows()) {
            shown.write(json, row);
        }
        json.writeEndArray();
        json.writeNumberField("total", found.total());
        json.writeNumberField("page", page);
        json.writeNumberField("page_size", size);
        json.writeNumberField("total_pages", (found.total() + size - 1) / size);
        json.writeEndObject();
    }

    private void byDay(Exchange exchange, Actor actor, Query query, Span span) {
        String key = query.text("api_key");
        String user = actor.seesAll() ? query.text("user_id") : actor.userId();
        Scope scope = user.isEmpty() ? Scope.GLOBAL : Scope.USER;
        Set<String> ids = user.isEmpty() ? Set.of() : Set.of(user);
        BiFunction<Part, Integer, Question.Days> question =
                (part, most) ->
                        new Question.Days(
                                        span.from(),
                                        span.to(),
                                        scope,
                                        ids,
                                        SpendReplies.only(key),
                                        "",
                                        false,
                                        Set.of(part),
                                        most)
                                .unnamed();
        Supplier<Report.Days> dearest = spend.begun(actor, question.apply(Part.KEY, MOST_SPENDERS));
        Map<LocalDate, List<Figure>> users = byDay(users(actor, span, key, ids));
        Map<LocalDate, List<Figure>> models =
                byDay(spend.days(actor, question.apply(Part.MODEL, Question.Days.MOST)).figures());
        Map<LocalDate, List<Figure>> keys = byDay(dearest.get().figures());
        SpendReplies.array(
                exchange,
                json -> {
                    for (LocalDate day : days(models, span)) {
                        writeDay(
                                json,
                                day,
                                keys.getOrDefault(day, List.of()),
                                models.getOrDefault(day, List.of()),
                                users.getOrDefault(day, List.of()));
                    }
                });
    }

    private List<Figure> users(Actor actor, Span span, String key, Set<String> ids) {
        Question.Days question =
                new Question.Days(
                        span.from(),
                        span.to(),
                        Scope.USER,
                        ids,
                        SpendReplies.only(key),
                        "",
                        false,
                        Set.of(Part.SUBJECT),
                        MOST_SPENDERS);
        return spend.days(actor, question).figures();
    }

    /// Those something was spent on, and the last one always.
    private static Set<LocalDate> days(Map<LocalDate, List<Figure>> figures, Span span) {
        Set<LocalDate> days = new TreeSet<>(figures.keySet());
        days.add(span.to());
        return days;
    }

    private static Map<LocalDate, List<Figure>> byDay(List<Figure> figures) {
        return figures.stream()
                .collect(Collectors.groupingBy(Figure::day, TreeMap::new, Collectors.toList()));
    }

    private static void writeDay(
            JsonGenerator json,
            LocalDate day,
            List<Figure> keys,
            List<Figure> models,
            List<Figure> users)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("startTime", day.toString());
        Figures whole = models.stream().map(Figure::figures).reduce(Figures.NONE, Figures::plus);
        SpendReplies.amount(json, "spend", whole.spend());
        amounts(json, "users", users, Figure::subject);
        amounts(json, "models", models, Figure::model);
        for (Figure key : keys) {
            SpendReplies.amount(json, key.key(), key.figures().spend());
        }
        json.writeEndObject();
    }

    private static void amounts(
            JsonGenerator json, String name, List<Figure> figures, Function<Figure, String> label)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Figure figure : figures) {
            SpendReplies.amount(json, label.apply(figure), figure.figures().spend());
        }
        json.writeEndObject();
    }

    /// `GET /spend/keys`: keys in the order of what they spent.
    public ActorHandler keys() {
        return Handling.of(
                (exchange, actor, _) ->
                        spenders(exchange, actor, new Question.Spenders(false, "", MOST_SPENDERS)));
    }

    /// `GET /spend/users?user_id=`: users in the order of what they spent.
    public ActorHandler users() {
        return Handling.of(
                (exchange, actor, _) -> {
                    String user = new Query(exchange).text("user_id");
                    String own = user.isEmpty() && !actor.seesAll() ? actor.userId() : user;
                    spenders(exchange, actor, new Question.Spenders(true, own, MOST_SPENDERS));
                });
    }

    private void spenders(Exchange exchange, Actor actor, Question.Spenders question) {
        List<Spender> found = spend.spenders(actor, question).spenders();
        SpendReplies.array(
                exchange,
                json -> {
                    for (Spender each : found) {
                        write(json, each, question.users());
                    }
                });
    }

    private static void write(JsonGenerator json, Spender spender, boolean user)
            throws IOException {
        json.writeStartObject();
        json.writeStringField(user ? "user_id" : "token", spender.id());
        if (user) {
            SpendReplies.orNull(json, "user_email", spender.alias());
        } else {
            SpendReplies.orNull(json, "key_alias", spender.alias());
            SpendReplies.orNull(json, "key_name", spender.shown());
            SpendReplies.orNull(json, "user_id", spender.user());
            SpendReplies.orNull(json, "team_id", spender.team());
        }
        SpendReplies.amount(json, "spend", spender.spend());
        json.writeFieldName("max_budget");
        if (spender.max().equals(Usd.ZERO)) {
            json.writeNull();
        } else {
            json.writeNumber(View.amount(spender.max().toDollars()));
        }
        json.writeEndObject();
    }

    /// `GET /spend/tags`: what was spent with each tag, of the last 30 days unless dates are given.
    public ActorHandler tags() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Span span = SpendDates.span(query, clock);
                    Map<String, Figures> tags = new TreeMap<>();
                    Question.Days question =
                            new Question.Days(
                                    span.from(),
                                    span.to(),
                                    Scope.TAG,
                                    Set.of(),
                                    Set.of(),
                                    "",
                                    true,
                                    Set.of(Part.SUBJECT),
                                    Question.Days.MOST);
                    spend.days(actor, question)
                            .figures()
                            .forEach(f -> tags.merge(f.subject(), f.figures(), Figures::plus));
                    SpendReplies.array(exchange, json -> writeTags(json, tags));
                });
    }

    private static void writeTags(JsonGenerator json, Map<String, Figures> tags)
            throws IOException {
        for (Map.Entry<String, Figures> tag : tags.entrySet()) {
            json.writeStartObject();
            json.writeStringField("individual_request_tag", tag.getKey());
            json.writeNumberField("log_count", SpendReplies.calls(tag.getValue()));
            SpendReplies.amount(json, "total_spend", tag.getValue().spend());
            json.writeEndObject();
        }
    }
}
