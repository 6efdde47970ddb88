package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.info.JsonAnswer;
import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.spend.ReportSpend;
import dev.tollgate.application.port.in.spend.ReportSpend.Failure;
import dev.tollgate.application.port.in.spend.ReportSpend.Part;
import dev.tollgate.application.port.in.spend.ReportSpend.Question;
import dev.tollgate.application.port.in.spend.ReportSpend.Report;
import dev.tollgate.application.port.in.spend.ReportSpend.Standing;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.Figures;
import dev.tollgate.domain.money.Usd;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Asks for reports of one kind, and refuses what may not be seen.
final class SpendReplies {
    private final ReportSpend reports;

    SpendReplies(ReportSpend reports) {
        this.reports = reports;
    }

    Report.Calls calls(Actor actor, Question.Calls question) {
        return only(Report.Calls.class, actor, question);
    }

    Report.Days days(Actor actor, Question.Days question) {
        return only(Report.Days.class, actor, question);
    }

    /// The answer to a question that is asked while others are.
    Supplier<Report.Days> begun(Actor actor, Question.Days question) {
        FutureTask<Report.Days> task = new FutureTask<>(() -> days(actor, question));
        Thread _ = Thread.ofVirtual().name("report").start(task);
        return () -> answered(task);
    }

    private static Report.Days answered(FutureTask<Report.Days> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a report was made", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown
                    ? thrown
                    : new IllegalStateException(e);
        }
    }

    List<Failure> failures(Actor actor, Question.Failures question) {
        return only(Report.Failures.class, actor, question).counts();
    }

    Report.Spenders spenders(Actor actor, Question.Spenders question) {
        return only(Report.Spenders.class, actor, question);
    }

    Report.Words words(Actor actor, Question.Words question) {
        return only(Report.Words.class, actor, question);
    }

    List<Standing> budgets(Actor actor, Scope scope) {
        return only(Report.Budgets.class, actor, new Question.Budgets(scope)).standings();
    }

    /// The answer of the one kind that the question has.
    private <R extends Report> R only(Class<R> kind, Actor actor, Question question) {
        Report answer = reports.report(actor, question);
        if (kind.isInstance(answer)) {
            return kind.cast(answer);
        }
        throw switch (answer) {
            case Report.Forbidden forbidden -> refusal(forbidden);
            case Report.Unknown _ -> unknown();
            case Report.Calls _,
                    Report.Days _,
                    Report.Failures _,
                    Report.Spenders _,
                    Report.Budgets _,
                    Report.Words _ ->
                    new IllegalStateException("not an answer to " + question);
        };
    }

    /// Figures of the whole gateway.
    Report.Days gateway(Actor actor, Span span, Part... by) {
        return days(
                actor,
                new Question.Days(
                        span.from,
                        span.to,
                        Scope.GLOBAL,
                        Set.of(),
                        Set.of(),
                        "",
                        false,
                        Set.of(by),
                        Question.Days.MOST));
    }

    /// Figures of the whole gateway or, for who does not see everything, of their own calls.
    ///
    /// @param together all days in one
    Report.Days seen(
            Actor actor, Span span, Set<String> keys, boolean together, int most, Part... by) {
        boolean all = actor.seesAll();
        return days(
                actor,
                new Question.Days(
                        span.from,
                        span.to,
                        all ? Scope.GLOBAL : Scope.USER,
                        all ? Set.of() : only(actor.userId()),
                        keys,
                        "",
                        together,
                        Set.of(by),
                        most));
    }

    /// Nothing where there is no text.
    static void orNull(JsonGenerator json, String name, String text) throws IOException {
        if (text.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }

    /// What is asked for, unless it is nothing.
    static Set<String> only(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text);
    }

    /// Days, both included.
    record Span(LocalDate from, LocalDate to) {}

    private static RequestRefused unknown() {
        return RequestRefused.with(
                ErrorBody.of(404, "not_found_error", "request_id", "No call is known by this id.")
                        .withDetail());
    }

    private static RequestRefused refusal(Report.Forbidden forbidden) {
        return RequestRefused.with(
                ErrorBody.of(403, "auth_error", "", forbidden.message()).withDetail());
    }

    /// Writes one array.
    static void array(Exchange exchange, JsonAnswer.Content members) {
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartArray();
                    members.write(json);
                    json.writeEndArray();
                });
    }

    static void amount(JsonGenerator json, String name, Usd amount) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(View.amount(amount.toDollars()));
    }

    static long calls(Figures figures) {
        return figures.successful() + figures.failed();
    }

    static long tokens(Figures figures) {
        return figures.promptTokens() + figures.completionTokens();
    }
}
