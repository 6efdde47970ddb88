package dev.tollgate.bootstrap.requestlog;

import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.Refusal;

import java.util.List;
import java.util.function.Consumer;

/// Writes one line per call. The line is handed on as a text; whoever takes it must not block.
public final class RequestLog implements CallLog {
    private static final int LONGEST_WORD = 200;
    private static final int MOST_LEFT_OUT = 20;

    private final Consumer<String> out;

    public RequestLog(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void ended(Entry entry) {
        out.accept(line(entry));
    }

    private static String line(Entry entry) {
        ModelCall call = entry.call();
        StringBuilder line = new StringBuilder(256).append(call.streaming() ? "stream" : "plain");
        word(line, "call", call.id());
        word(line, "caller", call.caller().alias());
        word(line, "model", call.model());
        word(line, "result", entry.failure().map(RequestLog::describe).orElse("ok"));
        long tenths = entry.duration().toNanos() / 100_000;
        line.append(" ms=").append(tenths / 10).append('.').append(tenths % 10);
        if (!entry.attempts().isEmpty()) {
            last(line, entry.attempts().getLast());
        }
        if (entry.attempts().size() > 1) {
            all(line, entry.attempts());
        }
        if (entry.failure().isPresent()) {
            leftOut(line, entry.leftOut());
        }
        return line.toString();
    }

    /// The first of them: a group may have hundreds.
    private static void leftOut(StringBuilder line, List<Exclusion> exclusions) {
        String separator = " left_out=";
        for (Exclusion each : exclusions.subList(0, Math.min(exclusions.size(), MOST_LEFT_OUT))) {
            line.append(separator);
            append(line, each.deployment().value());
            line.append(':').append(each.reason());
            if (!each.detail().isEmpty()) {
                line.append('(');
                append(line, each.detail());
                line.append(')');
            }
            separator = ",";
        }
        if (exclusions.size() > MOST_LEFT_OUT) {
            line.append(",…").append(exclusions.size() - MOST_LEFT_OUT).append("_more");
        }
    }

    private static void last(StringBuilder line, Attempt last) {
        word(line, "deployment", last.deploymentId());
        word(line, "group", last.group());
        if (last.usage().reported()) {
            line.append(" in=").append(last.usage().inputTokens());
            line.append(" out=").append(last.usage().outputTokens());
        }
        last.cost().ifPresent(cost -> line.append(" usd=").append(cost));
    }

    private static void all(StringBuilder line, List<Attempt> attempts) {
        String separator = " attempts=";
        for (Attempt attempt : attempts) {
            line.append(separator);
            append(line, attempt.deploymentId());
            line.append(':');
            append(line, attempt.failure().isEmpty() ? "ok" : attempt.failure());
            separator = ",";
        }
    }

    private static void word(StringBuilder line, String name, String value) {
        line.append(' ').append(name).append('=');
        append(line, value.isEmpty() ? "-" : value);
    }

    /// Callers choose some of these words: nothing in them may look like a line of its own.
    private static void append(StringBuilder line, String value) {
        int end = Math.min(value.length(), LONGEST_WORD);
        int from = 0;
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (!(c > ' ' && c < 0x7f || Character.isLetterOrDigit(c))) {
                line.append(value, from, i).append('_');
                from = i + 1;
            }
        }
        line.append(value, from, end);
    }

    private static String describe(Refusal refusal) {
        return switch (refusal) {
            case Refusal.TooManyParallel many ->
                    "too_many_parallel %s %d".formatted(many.scope(), many.limit());
            case Refusal.LimitReached reached ->
                    "limit_reached %s %s %s of %d"
                            .formatted(
                                    reached.limit().subject().scope(),
                                    reached.shown(),
                                    reached.limit().kind(),
                                    reached.limit().limit());
            case Refusal.ModelNotAllowed(var owner, var model) ->
                    "model_not_allowed by %s: %s".formatted(owner, model);
            case Refusal.CustomerBlocked(var customer) -> "customer_blocked " + customer;
            case Refusal.BudgetSpent spent ->
                    "budget_spent %s %s %s of %s"
                            .formatted(
                                    spent.subject().scope(),
                                    spent.shown(),
                                    spent.spent(),
                                    spent.limit());
            case Refusal.BudgetReserved reserved ->
                    "budget_reserved %s %s of %s"
                            .formatted(
                                    reserved.subject().scope(), reserved.shown(), reserved.limit());
            case Refusal.NotNow(var what, _) -> "not_now " + what;
            case Refusal.Unpriced(var model) -> "unpriced " + model;
        };
    }

    private static String describe(CallFailure failure) {
        return switch (failure) {
            case CallFailure.UnknownModel _ -> "unknown_model";
            case CallFailure.NoDeployment _ -> "no_deployment";
            case CallFailure.LimitsUsedUp _ -> "limits_used_up";
            case CallFailure.NotAllowedByTags _ -> "not_allowed_by_tags";
            case CallFailure.PromptTooLong _ -> "prompt_too_long";
            case CallFailure.ProviderFailed(var provider, _, _, _) ->
                    provider.kind() + " " + provider.status();
            case CallFailure.Refused(var reason) -> describe(reason);
            case CallFailure.DeadlineExceeded(var deadline) -> "deadline " + deadline;
            case CallFailure.ShuttingDown() -> "shutting_down";
            case CallFailure.CallerLeft() -> "caller_left";
            case CallFailure.Bug(var cause) -> "bug " + cause.getClass().getName();
        };
    }
}
