package dev.tollgate.bootstrap.requestlog;

import static dev.tollgate.application.testkit.TestGateway.aCall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class RequestLogTest {
    private final List<String> lines = new ArrayList<>();

    private static CallLog.Attempt attempt(String deployment, String failure) {
        return new CallLog.Attempt(
                deployment,
                "chat",
                "gpt-4o",
                Usage.of(10, 5),
                Optional.of(new Usd(75_000)),
                Duration.ofMillis(12),
                failure);
    }

    private void log(String model, List<CallLog.Attempt> attempts, Optional<CallFailure> failure) {
        log(model, attempts, List.of(), failure);
    }

    private void log(
            String model,
            List<CallLog.Attempt> attempts,
            List<Exclusion> leftOut,
            Optional<CallFailure> failure) {
        new RequestLog(lines::add)
                .ended(
                        new CallLog.Entry(
                                aCall(model, false, CallOverrides.NONE),
                                attempts,
                                leftOut,
                                failure,
                                Duration.ofMillis(34)));
    }

    @Test
    void a_call_is_one_line_with_all_its_attempts() {
        log("gpt", List.of(attempt("east", "INTERNAL 500"), attempt("west", "")), Optional.empty());

        assertThat(lines)
                .containsExactly(
                        "plain call=call-1 caller=master_key model=gpt"
                                + " result=ok ms=34.0 deployment=west group=chat in=10 out=5"
                                + " usd=0.000075 attempts=east:INTERNAL_500,west:ok");
    }

    @Test
    void a_failed_call_says_why() {
        log("nope", List.of(), Optional.of(new CallFailure.UnknownModel("nope")));

        assertThat(lines.getFirst()).contains(" result=unknown_model ms=");
    }

    @Test
    void a_refused_call_says_whose_rule_it_was_and_by_how_much() {
        Refusal spent =
                new Refusal.BudgetSpent(
                        Subject.of(Scope.KEY, "id"),
                        "sk-...ab12",
                        "1d",
                        new Usd(2_000_000),
                        new Usd(1_000_000),
                        Optional.empty(),
                        Duration.ZERO);

        log("gpt", List.of(), Optional.of(new CallFailure.Refused(spent)));

        assertThat(lines.getFirst())
                .contains(" result=budget_spent_KEY_sk-...ab12_0.002_of_0.001 ms=");
    }

    @Test
    void a_bug_is_named_by_its_class_and_says_nothing_else() {
        CallFailure bug = new CallFailure.Bug(new IllegalStateException("secret insides"));

        log("gpt", List.of(), Optional.of(bug));

        assertThat(lines.getFirst())
                .contains(" result=bug_java.lang.IllegalStateException ms=")
                .doesNotContain("secret");
    }

    @Test
    void a_call_that_nobody_could_take_names_every_deployment_left_out_and_why() {
        log(
                "gpt",
                List.of(),
                List.of(
                        left("east", Exclusion.Reason.COOLING_DOWN, "3 s left"),
                        left("west", Exclusion.Reason.UNHEALTHY, "")),
                Optional.of(new CallFailure.NoDeployment("gpt", List.of(), Duration.ofSeconds(3))));

        assertThat(lines.getFirst())
                .contains(" result=no_deployment ")
                .endsWith(" left_out=east:COOLING_DOWN(3_s_left),west:UNHEALTHY");
    }

    @Test
    void hundreds_of_deployments_left_out_make_no_endless_line() {
        log(
                "gpt",
                List.of(),
                Collections.nCopies(400, left("east", Exclusion.Reason.RATE_LIMIT, "")),
                Optional.of(new CallFailure.LimitsUsedUp("gpt", List.of(), Duration.ofSeconds(3))));

        assertThat(lines.getFirst()).endsWith(",east:RATE_LIMIT,…380_more");
    }

    private static Exclusion left(String id, Exclusion.Reason reason, String detail) {
        return new Exclusion(new DeploymentId(id), reason, detail);
    }

    @Test
    void a_model_name_cannot_forge_a_line() {
        log("x\n2026-01-01T00:00:00Z call=forged", List.of(), Optional.empty());

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).doesNotContain("\n").contains("model=x_2026");
    }
}
