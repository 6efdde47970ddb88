package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.info.JsonAnswer;
import dev.tollgate.adapters.http.manage.SpendReplies.Span;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend;
import dev.tollgate.application.port.in.spend.ReportSpend.Figure;
import dev.tollgate.application.port.in.spend.ReportSpend.KeyNames;
import dev.tollgate.application.port.in.spend.ReportSpend.Part;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.application.port.in.spend.ReportSpend.Report;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.Figures;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Daily activity of users, teams, organisations, customers and tags. A page is of whole days, the
/// newest first, and the totals are those of all pages.
public final class ActivityRoutes {
    private static final int MOST_DAYS = 1_000;

    /// Keys of all days of a page together.
    private static final int MOST_KEYS = 1_000;

    /// Days of a page on which the keys of tags are told.
    private static final int MOST_TAGGED_DAYS = 10;

    /// The routes of calls, by their kind.
    private static final Map<String, String> ENDPOINTS =
            Map.of(
                    "acompletion",
                    "/chat/completions",
                    "atext_completion",
                    "/completions",
                    "aembedding",
                    "/embeddings");

    private static final Report.Days NO_KEYS = new Report.Days(List.of(), Map.of(), Map.of());
    private static final KeyNames NO_NAMES = new KeyNames("", "", "");

    private final SpendReplies spend;

    public ActivityRoutes(ReportSpend reports) {
        this.spend = new SpendReplies(reports);
    }

    /// @param ids the parameter that names whose activity is asked for
    /// @param usually days of a page where no size is asked for; 0: all days on one
    public ActorHandler activity(Scope scope, String ids, int usually) {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    int page = usually == 0 ? 1 : query.whole("page", 1, MOST_DAYS, 1);
                    int size =
                            usually == 0
                                    ? MOST_DAYS
                                    : query.whole("page_size", 1, MOST_DAYS, usually);
                    LocalDate from = SpendDates.requiredDay(query, "start_date");
                    LocalDate to = SpendDates.requiredDay(query, "end_date");
                    Set<String> wanted = new HashSet<>(query.texts(ids));
                    Set<String> excluded = new HashSet<>(query.texts("exclude_team_ids"));
                    query.check();
                    if (from.isBefore(to.minusDays(MOST_DAYS))) {
                        throw SpendDates.wrong(
                                "start_date", "must be at most 1000 days before end_date");
                    }
                    Asked asked =
                            new Asked(
                                    actor,
                                    new Span(from, to),
                                    scopeFor(scope, actor, wanted),
                                    wanted,
                                    excluded,
                                    query.text("api_key"),
                                    query.text("model"));
                    Activity activity = activity(asked, page, size);
                    JsonAnswer.send(exchange, 200, activity::write);
                });
    }

    /// What is asked for.
    private record Asked(
            Actor actor,
            Span span,
            Scope scope,
            Set<String> ids,
            Set<String> excluded,
            String key,
            String model) {
        /// The same of those who are excluded, and of nobody else.
        Asked ofExcluded() {
            return new Asked(actor, span, scope, excluded, Set.of(), key, model);
        }

        /// A call has as many tags as it likes, and any customer and model: the keys of all of
        /// them, or of very many days, would be as many rows as there are calls.
        boolean tellsKeys(int days) {
            boolean named = !ids.isEmpty() || !key.isEmpty();
            return switch (scope) {
                case TAG -> !ids.isEmpty() && days <= MOST_TAGGED_DAYS;
                case CUSTOMER -> named;
                case GLOBAL, ORGANIZATION, TEAM, TEAM_MEMBER, USER, KEY, PROVIDER, DEPLOYMENT ->
                        named || model.isEmpty() || !actor.seesAll();
            };
        }
    }

    /// Several questions, so that keys, of which there may be very many, are asked for by
    /// themselves, for the days of the page, and only the dearest.
    private Activity activity(Asked asked, int page, int size) {
        List<Figure> days = figures(asked, asked.span, Question.Days.MOST);
        List<LocalDate> shown =
                days.stream()
                        .map(Figure::day)
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .skip((page - 1L) * size)
                        .limit(size)
                        .toList();
        Span span = shown.isEmpty() ? asked.span : new Span(shown.getLast(), shown.getFirst());
        int most = Question.Days.MOST;
        Supplier<Report.Days> keys =
                asked.tellsKeys(shown.size())
                        ? spend.begun(asked.actor, question(asked, span, MOST_KEYS, Part.KEY))
                        : () -> NO_KEYS;
        Part[] what = {Part.MODEL, Part.MODEL_GROUP, Part.PROVIDER, Part.CALL_TYPE};
        return new Activity(
                days,
                shown,
                figures(asked, span, most, what),
                days(asked, span, most, Part.SUBJECT),
                keys.get(),
                page,
                size);
    }

    private List<Figure> figures(Asked asked, Span span, int most, Part... by) {
        return days(asked, span, most, by).figures();
    }

    private Report.Days days(Asked asked, Span span, int most, Part... by) {
        if (asked.excluded.isEmpty()) {
            return spend.days(asked.actor, question(asked, span, most, by));
        }
        Set<Part> parts = new HashSet<>(List.of(by));
        if (asked.actor.seesAll() && asked.ids.isEmpty() && !parts.contains(Part.SUBJECT)) {
            List<Figure> left =
                    without(
                            spend.days(asked.actor, question(asked, span, most, by)).figures(),
                            spend.days(asked.actor, question(asked.ofExcluded(), span, most, by))
                                    .figures());
            return new Report.Days(left, Map.of(), Map.of());
        }
        parts.add(Part.SUBJECT);
        Report.Days all =
                spend.days(asked.actor, question(asked, span, most, parts.toArray(Part[]::new)));
        List<Figure> left =
                all.figures().stream()
                        .filter(figure -> !asked.excluded.contains(figure.subject()))
                        .toList();
        return new Report.Days(left, all.keys(), all.teams());
    }

    /// What is left of figures of everybody: those of each but the excluded ones may be very many.
    private static List<Figure> without(List<Figure> all, List<Figure> excluded) {
        Map<Figure, Figures> theirs =
                excluded.stream()
                        .collect(
                                Collectors.toMap(each -> each.with(Figures.NONE), Figure::figures));
        return all.stream()
                .map(
                        each ->
                                each.with(
                                        each.figures()
                                                .plus(
                                                        theirs.getOrDefault(
                                                                        each.with(Figures.NONE),
                                                                        Figures.NONE)
                                                                .negated())))
                .filter(each -> !each.figures().equals(Figures.NONE))
                .toList();
    }

    private static Question.Days question(Asked asked, Span span, int most, Part... by) {
        return new Question.Days(
                span.from(),
                span.to(),
                asked.scope,
                asked.ids,
                SpendReplies.only(asked.key),
                asked.model,
                false,
                Set.of(by),
                most);
    }

    /// Who sees everything and asks for no user in particular sees the calls that are nobody's too.
    private static Scope scopeFor(Scope scope, Actor actor, Set<String> wanted) {
        return scope == Scope.USER && wanted.isEmpty() && actor.seesAll() ? Scope.GLOBAL : scope;
    }

    /// Empty where figures are older than the kinds of calls in them.
    private static String endpoint(Figure figure) {
        return ENDPOINTS.getOrDefault(figure.callType(), figure.callType());
    }

    /// One answer.
    ///
    /// @param days figures of all days, of which the shown ones are a page
    private record Activity(
            List<Figure> days,
            List<LocalDate> shown,
            List<Figure> what,
            Report.Days subjects,
            Report.Days keys,
            int page,
            int size) {
        void write(JsonGenerator json) throws IOException {
            int count = (int) days.stream().map(Figure::day).distinct().count();
            int pages = Math.max(1, (count + size - 1) / size);
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (LocalDate day : shown) {
                day(json, day);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("metadata");
            totals(json);
            json.writeNumberField("page", page);
            json.writeNumberField("total_pages", pages);
            json.writeBooleanField("has_more", page < pages);
            json.writeEndObject();
            json.writeEndObject();
        }

        private void totals(JsonGenerator json) throws IOException {
            Figures whole = sum(days);
            SpendReplies.amount(json, "total_spend", whole.spend());
            json.writeNumberField("total_prompt_tokens", whole.promptTokens());
            json.writeNumberField("total_completion_tokens", whole.completionTokens());
            json.writeNumberField("total_tokens", SpendReplies.tokens(whole));
            json.writeNumberField("total_api_requests", SpendReplies.calls(whole));
            json.writeNumberField("total_successful_requests", whole.successful());
            json.writeNumberField("total_failed_requests", whole.failed());
            json.writeNumberField("total_cache_read_input_tokens", whole.cacheReadTokens());
            json.writeNumberField("total_cache_creation_input_tokens", whole.cacheWriteTokens());
        }

        private static List<Figure> of(LocalDate day, List<Figure> figures) {
            return figures.stream().filter(figure -> figure.day().equals(day)).toList();
        }

        private void day(JsonGenerator json, LocalDate day) throws IOException {
            json.writeStartObject();
            json.writeStringField("date", day.toString());
            metrics(json, sum(of(day, days)));
            json.writeObjectFieldStart("breakdown");
            List<Figure> its = of(day, what);
            part(json, "models", its, Figure::model);
            part(json, "model_groups", its, Figure::group);
            part(json, "providers", its, Figure::provider);
            part(json, "endpoints", its, ActivityRoutes::endpoint);
            part(json, "api_keys", of(day, keys.figures()), Figure::key);
            part(json, "entities", of(day, subjects.figures()), Figure::subject);
            json.writeObjectFieldStart("mcp_servers");
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }

        private void part(
                JsonGenerator json, String name, List<Figure> its, Function<Figure, String> label)
                throws IOException {
            TreeMap<String, List<Figure>> parts =
                    its.stream()
                            .filter(figure -> !label.apply(figure).isEmpty())
                            .collect(
                                    Collectors.groupingBy(
                                            label, TreeMap::new, Collectors.toList()));
            json.writeObjectFieldStart(name);
            for (Map.Entry<String, List<Figure>> each : parts.entrySet()) {
                json.writeObjectFieldStart(each.getKey());
                metrics(json, sum(each.getValue()));
                json.writeObjectFieldStart("metadata");
                switch (name) {
                    case "api_keys" -> names(json, each.getKey());
                    case "entities" -> team(json, each.getKey());
                    default -> {}
                }
                json.writeEndObject();
                json.writeObjectFieldStart("api_key_breakdown");
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndObject();
        }

        private void team(JsonGenerator json, String id) throws IOException {
            if (subjects.teams().containsKey(id)) {
                json.writeStringField("team_alias", subjects.teams().get(id));
            }
        }

        private void names(JsonGenerator json, String key) throws IOException {
            KeyNames names = keys.keys().getOrDefault(key, NO_NAMES);
            SpendReplies.orNull(json, "key_alias", names.alias());
            SpendReplies.orNull(json, "team_id", names.team());
        }

        private static void metrics(JsonGenerator json, Figures figures) throws IOException {
            json.writeObjectFieldStart("metrics");
            SpendReplies.amount(json, "spend", figures.spend());
            json.writeNumberField("prompt_tokens", figures.promptTokens());
            json.writeNumberField("completion_tokens", figures.completionTokens());
            json.writeNumberField("total_tokens", SpendReplies.tokens(figures));
            json.writeNumberField("cache_read_input_tokens", figures.cacheReadTokens());
            json.writeNumberField("cache_creation_input_tokens", figures.cacheWriteTokens());
            json.writeNumberField("api_requests", SpendReplies.calls(figures));
            json.writeNumberField("successful_requests", figures.successful());
            json.writeNumberField("failed_requests", figures.failed());
            json.writeEndObject();
        }

        private static Figures sum(List<Figure> its) {
            return its.stream().map(Figure::figures).reduce(Figures.NONE, Figures::plus);
        }
    }
}
