package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.info.JsonAnswer;
import dev.tollgate.adapters.http.manage.SpendReplies.Span;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend.Dearest;
import dev.tollgate.application.port.in.spend.ReportSpend.Failure;
import dev.tollgate.application.port.in.spend.ReportSpend.Figure;
import dev.tollgate.application.port.in.spend.ReportSpend.KeyNames;
import dev.tollgate.application.port.in.spend.ReportSpend.Part;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.application.port.in.spend.ReportSpend.Report;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.Figures;

import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The whole gateway's traffic, of the last 30 days unless dates are given: calls and tokens, what
/// came from a cache, and what went wrong. Who does not see everything is told of their own calls.
public final class TrafficRoutes {
    private static final int MOST_GROUPS = 10;

    /// Keys that are told apart: the dearest.
    private static final int MOST_KEYS = 1_000;

    private static final KeyNames NO_NAMES = new KeyNames("", "", "");
    private static final String NAMELESS = "Unnamed Key";
    private static final String OTHERS = "Other Keys";
    private static final DateTimeFormatter SHORT_DAY =
            DateTimeFormatter.ofPattern("MMM dd", Locale.ENGLISH);

    private final SpendReplies spend;
    private final InstantSource clock;
    private final Supplier<ErrorNames> errors;

    TrafficRoutes(SpendReplies spend, InstantSource clock, Supplier<ErrorNames> errors) {
        this.spend = spend;
        this.clock = clock;
        this.errors = errors;
    }

    private Span span(Query query) {
        return SpendDates.span(query, clock);
    }

    /// `GET /global/activity`
    public ActorHandler activity() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Span span = span(new Query(exchange));
                    List<Figure> days = seen(actor, span);
                    JsonAnswer.send(
                            exchange,
                            200,
                            json -> {
                                json.writeStartObject();
                                writeActivity(json, days);
                                json.writeEndObject();
                            });
                });
    }

    private List<Figure> seen(Actor actor, Span span, Part... by) {
        return spend.seen(actor, span, Set.of(), false, Question.Days.MOST, by).figures();
    }

    /// `GET /global/activity/model`: of the ten model groups with the most calls.
    public ActorHandler activityByModel() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Span span = span(new Query(exchange));
                    List<Figure> days = seen(actor, span, Part.MODEL_GROUP);
                    SpendReplies.array(exchange, json -> writeGroups(json, days));
                });
    }

    private static void writeGroups(JsonGenerator json, List<Figure> days) throws IOException {
        Map<String, List<Figure>> groups = grouped(days, Figure::group);
        Comparator<String> byCalls =
                Comparator.comparingLong(
                        group -> -SpendReplies.calls(sum(groups.getOrDefault(group, List.of()))));
        for (String group : groups.keySet().stream().sorted(byCalls).limit(MOST_GROUPS).toList()) {
            json.writeStartObject();
            json.writeStringField("model", group);
            writeActivity(json, groups.getOrDefault(group, List.of()));
            json.writeEndObject();
        }
    }

    private static void writeActivity(JsonGenerator json, List<Figure> days) throws IOException {
        json.writeArrayFieldStart("daily_data");
        for (Figure day : days) {
            json.writeStartObject();
            json.writeStringField("date", SHORT_DAY.format(day.day()));
            json.writeNumberField("api_requests", SpendReplies.calls(day.figures()));
            json.writeNumberField("total_tokens", SpendReplies.tokens(day.figures()));
            json.writeEndObject();
        }
        json.writeEndArray();
        Figures whole = sum(days);
        json.writeNumberField("sum_api_requests", SpendReplies.calls(whole));
        json.writeNumberField("sum_total_tokens", SpendReplies.tokens(whole));
    }

    private static Figures sum(List<Figure> figures) {
        return figures.stream().map(Figure::figures).reduce(Figures.NONE, Figures::plus);
    }

    private static <T, K extends Comparable<? super K>> TreeMap<K, List<T>> grouped(
            List<T> all, Function<T, K> by) {
        return all.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.toList()));
    }

    /// `GET /global/activity/cache_hits`: calls and tokens by key, model and kind of call. Nothing
    /// comes from a cache as long as there is none.
    public ActorHandler cacheHits() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Span span = span(new Query(exchange));
                    Map<Kind, Figures> kinds = kinds(actor, span);
                    SpendReplies.array(exchange, json -> writeHits(json, kinds));
                });
    }

    /// @param key as it is called
    private record Kind(String key, String callType, String model) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER =
                Comparator.comparing(Kind::key)
                        .thenComparing(Kind::callType)
                        .thenComparing(Kind::model);

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }

        Kind ofOthers() {
            return new Kind(OTHERS, callType, model);
        }
    }

    /// Of the dearest keys, and of all others together.
    private Map<Kind, Figures> kinds(Actor actor, Span span) {
        Map<Kind, Figures> kinds = new TreeMap<>();
        Question.Days all = question(span, Part.MODEL, Part.CALL_TYPE);
        for (Figure whole : spend.days(actor, all).figures()) {
            kinds.put(kind(OTHERS, whole), whole.figures());
        }
        Question.Days keys =
                question(span, Part.KEY, Part.MODEL, Part.CALL_TYPE)
                        .of(new Dearest(Part.KEY, MOST_KEYS));
        Report.Days told = spend.days(actor, keys);
        for (Figure each : told.figures()) {
            String alias = told.keys().getOrDefault(each.key(), NO_NAMES).alias();
            Kind kind = kind(alias.isEmpty() ? NAMELESS : alias, each);
            kinds.merge(kind, each.figures(), Figures::plus);
            kinds.merge(kind.ofOthers(), each.figures().negated(), Figures::plus);
        }
        return kinds;
    }

    private static Kind kind(String key, Figure figure) {
        return new Kind(key, figure.callType(), figure.model());
    }

    private static Question.Days question(Span span, Part... by) {
        return new Question.Days(
                span.from(),
                span.to(),
                Scope.GLOBAL,
                Set.of(),
                Set.of(),
                "",
                true,
                Set.of(by),
                Question.Days.MOST);
    }

    private static void writeHits(JsonGenerator json, Map<Kind, Figures> kinds) throws IOException {
        for (Map.Entry<Kind, Figures> each : kinds.entrySet()) {
            Figures figures = each.getValue();
            if (SpendReplies.calls(figures) > 0) {
                json.writeStartObject();
                json.writeStringField("api_key", each.getKey().key());
                json.writeStringField("call_type", each.getKey().callType());
                json.writeStringField("model", each.getKey().model());
                json.writeNumberField("total_rows", SpendReplies.calls(figures));
                json.writeNumberField("cache_hit_true_rows", 0);
                json.writeNumberField("cached_completion_tokens", 0);
                json.writeNumberField("generated_completion_tokens", figures.completionTokens());
                json.writeEndObject();
            }
        }
    }

    /// `GET /global/activity/exceptions?model_group=`
    public ActorHandler exceptions() {
        return Handling.of(
                (exchange, actor, _) -> {
                    List<Failure> found = failures(actor, new Query(exchange), false);
                    ErrorNames names = errors.get();
                    JsonAnswer.send(
                            exchange,
                            200,
                            json -> {
                                json.writeStartObject();
                                writeFailures(json, names, found, "");
                                json.writeEndObject();
                            });
                });
    }

    private List<Failure> failures(Actor actor, Query query, boolean deployments) {
        Span span = span(query);
        return spend.failures(
                actor,
                new Question.Failures(
                        span.from(), span.to(), query.text("model_group"), deployments));
    }

    /// `GET /global/activity/exceptions/deployment?model_group=`: of the ten deployments with the
    /// most.
    public ActorHandler exceptionsByDeployment() {
        return Handling.of(
                (exchange, actor, _) -> {
                    List<Failure> found = failures(actor, new Query(exchange), true);
                    ErrorNames names = errors.get();
                    List<List<Failure>> most =
                            grouped(found, Failure::deployment).values().stream()
                                    .sorted(Comparator.comparingLong(its -> -count(its)))
                                    .limit(MOST_GROUPS)
                                    .toList();
                    SpendReplies.array(exchange, json -> writeDeployments(json, names, most));
                });
    }

    private static void writeDeployments(
            JsonGenerator json, ErrorNames names, List<List<Failure>> deployments)
            throws IOException {
        for (List<Failure> its : deployments) {
            Failure any = its.getLast();
            json.writeStartObject();
            json.writeStringField("api_base", any.apiBase());
            json.writeStringField("model_id", any.deployment());
            writeFailures(json, names, its, any.apiBase());
            json.writeEndObject();
        }
    }

    private static long count(List<Failure> failures) {
        return failures.stream().mapToLong(Failure::count).sum();
    }

    /// @param apiBase repeated in each day; empty: it is not
    private static void writeFailures(
            JsonGenerator json, ErrorNames names, List<Failure> failures, String apiBase)
            throws IOException {
        json.writeArrayFieldStart("daily_data");
        for (Map.Entry<LocalDate, List<Failure>> day : grouped(failures, Failure::day).entrySet()) {
            json.writeStartObject();
            if (!apiBase.isEmpty()) {
                json.writeStringField("api_base", apiBase);
            }
            json.writeStringField("date", SHORT_DAY.format(day.getKey()));
            writeCounts(json, names, day.getValue(), "");
            json.writeEndObject();
        }
        json.writeEndArray();
        writeCounts(json, names, failures, "sum_");
    }

    private static void writeCounts(
            JsonGenerator json, ErrorNames names, List<Failure> failures, String prefix)
            throws IOException {
        List<Failure> limited =
                failures.stream().filter(each -> names.of(each.error()).limited()).toList();
        json.writeNumberField(prefix + "num_rate_limit_exceptions", count(limited));
        json.writeNumberField(prefix + "num_exceptions", count(failures));
        json.writeObjectFieldStart("exceptions");
        for (Map.Entry<String, List<Failure>> each :
                grouped(failures, failure -> names.of(failure.error()).exception()).entrySet()) {
            json.writeNumberField(each.getKey(), count(each.getValue()));
        }
        json.writeEndObject();
    }
}
