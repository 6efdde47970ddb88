package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.ScriptedProvider.breaks;
import static dev.tollgate.application.testkit.ScriptedProvider.called;
import static dev.tollgate.application.testkit.ScriptedProvider.content;
import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.application.testkit.ScriptedProvider.finish;
import static dev.tollgate.application.testkit.ScriptedProvider.role;
import static dev.tollgate.application.testkit.ScriptedProvider.stream;
import static dev.tollgate.application.testkit.TestGateway.aCall;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.AttemptClaim;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.application.port.out.ReplyStream.Step;
import dev.tollgate.application.setup.StreamRules;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.ScriptedProvider.Answer;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.application.testkit.TextContinuations;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.fleet.Latency;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

class ContinuedStreamsTest {
    private static final String ANSWER = "The quick brown fox";
    private static final Set<String> SIGNALS =
            Set.of("start", "role", "finish", "complete", "broken", "failed");

    private final TestGateway gateway = new TestGateway().continuing(new TextContinuations());

    @AfterEach
    void every_claim_has_ended_and_none_was_forgotten() {
        assertThat(gateway.provider.claims()).noneMatch(AttemptClaim::open);
        assertThat(gateway.desk.leakedClaims()).isZero();
        assertThat(gateway.desk.running()).isZero();
    }

    private TestGateway twoDeployments() {
        return gateway.with(aDeployment("east").weighing(1), aDeployment("west").weighing(0));
    }

    private TestGateway oneWithAFallback() {
        return gateway.with(aDeployment("east").serving("chat"), aDeployment("backup").serving("b"))
                .withRetries(0)
                .withFallbacks(
                        new FallbackChains(
                                Map.of("chat", FallbackTarget.of(List.of("b"))),
                                Map.of(),
                                Map.of(),
                                false,
                                FallbackChains.DEFAULT_DEPTH));
    }

    private List<String> attempts() {
        return gateway.log.getLast().attempts().stream().map(CallLog.Attempt::failure).toList();
    }

    @Test
    void another_deployment_repeats_the_sent_text_and_the_caller_hears_only_the_rest() {
        twoDeployments();
        gateway.provider.next("east", stream(role(), content("Hel"), breaks()));
        gateway.provider.next("west", stream(role(), content("He"), content("llo"), finish()));

        RecordingCaller caller = gateway.streams("chat");

        assertThat(caller.heard())
                .containsExactly("start", "role", "Hel", "lo", "finish", "complete");
        assertThat(attempts()).containsExactly("MALFORMED_REPLY 502", "");
        assertThat(gateway.log.getLast().failure()).isEmpty();
    }

    @Test
    void the_ledger_names_a_continued_answer_as_the_caller_knows_it() {
        twoDeployments();
        gateway.provider.next("east", called("first", stream(content("Hel"), breaks())));
        gateway.provider.next("west", called("second", stream(content("Hello"), finish())));

        gateway.streams("chat");

        assertThat(gateway.journal.settled)
                .extracting(entry -> entry.target().responseId())
                .containsExactly("first", "first");
    }

    @Test
    void a_fallback_carries_on_where_the_group_has_nobody_else() {
        oneWithAFallback();
        gateway.provider.next("east", stream(content("Hel"), breaks()));
        gateway.provider.next("backup", stream(content("Hello"), finish()));

        assertThat(gateway.streams("chat").heard())
                .containsExactly("start", "Hel", "lo", "finish", "complete");
    }

    @Test
    void another_answer_is_left_at_its_first_difference_and_the_stream_told_broken() {
        twoDeployments();
        gateway.provider.always("east", stream(content("Hel"), breaks()));
        gateway.provider.always("west", stream(content("Hi"), content(" you"), finish()));

        RecordingCaller caller = gateway.streams("chat");

        assertThat(caller.heard()).containsExactly("start", "Hel", "broken");
        assertThat(gateway.provider.asked()).containsExactly("east", "west");
        assertThat(attempts()).containsExactly("MALFORMED_REPLY 502", "continuation differs");
    }

    @Test
    void the_caller_is_told_why_the_stream_broke_and_not_that_nobody_could_continue() {
        oneWithAFallback();
        gateway.provider.next(
                "east",
                stream(
                        content("Hel"),
                        new Step.Broken(
                                dev.tollgate.application.testkit.ScriptedProvider.failure(
                                        FailureKind.TIMEOUT, 408))));
        gateway.provider.always("backup", fails(FailureKind.RATE_LIMIT, 429));

        assertThat(gateway.streams("chat").failure())
                .isInstanceOfSatisfying(
                        CallFailure.ProviderFailed.class,
                        failed ->
                                assertThat(failed.failure().kind()).isEqualTo(FailureKind.TIMEOUT));
    }

    @Test
    void a_different_answer_is_not_held_against_its_deployment() {
        twoDeployments();
        gateway.provider.next("east", stream(content("Hel"), breaks()));
        gateway.provider.next("west", stream(content("Hi"), finish()));

        gateway.streams("chat");

        assertThat(gateway.streams("west").heard())
                .containsExactly("start", "hello from west", "finish", "complete");
    }

    @Test
    void a_target_that_takes_it_is_given_the_partial_answer_to_write_on() {
        List<String> letters = new ArrayList<>();
        gateway.continuing(new TextContinuations("west"));
        twoDeployments();
        gateway.provider.next("east", stream(content("Hel"), breaks()));
        gateway.provider.next(
                "west",
                (candidate, call, cancellation) -> {
                    letters.add(new String(call.letter().bytes(), StandardCharsets.UTF_8));
                    return stream(content("lo"), finish()).to(candidate, call, cancellation);
                });

        RecordingCaller caller = gateway.streams("chat");

        assertThat(letters).containsExactly("prefill:Hel");
        assertThat(caller.heard()).containsExactly("start", "Hel", "lo", "finish", "complete");
    }

    @Test
    void a_refused_prefill_is_followed_by_asking_the_same_target_again() {
        gateway.continuing(new TextContinuations("west"));
        twoDeployments();
        gateway.provider.next("east", stream(content("Hel"), breaks()));
        gateway.provider.next(
                "west", fails(FailureKind.BAD_REQUEST, 400), stream(content("Hello"), finish()));

        RecordingCaller caller = gateway.streams("chat");

        assertThat(gateway.provider.asked()).containsExactly("east", "west", "west");
        assertThat(caller.heard()).containsExactly("start", "Hel", "lo", "finish", "complete");
        assertThat(attempts()).containsExactly("MALFORMED_REPLY 502", "BAD_REQUEST 400", "");
    }

    @Test
    void a_continuation_that_breaks_in_turn_is_continued_in_turn() {
        gateway.with(
                aDeployment("east").inOrder(1),
                aDeployment("west").inOrder(2),
                aDeployment("south").inOrder(3));
        gateway.provider.next("east", stream(content("Hel"), breaks()));
        gateway.provider.next("west", stream(content("Hell"), breaks()));
        gateway.provider.next("south", stream(content("Hello"), finish()));

        assertThat(gateway.streams("chat").heard())
                .containsExactly("start", "Hel", "l", "o", "finish", "complete");
    }

    @Test
    void what_a_continuation_only_repeated_does_not_count_as_sent() {
        TextContinuations continuations = new TextContinuations();
        gateway.continuing(continuations)
                .with(
                        aDeployment("east").inOrder(1),
                        aDeployment("west").inOrder(2),
                        aDeployment("south").inOrder(3));
        gateway.provider.next("east", stream(content("Hel"), breaks()));
        gateway.provider.next("west", stream(content("Hel"), content("lo"), breaks()));
        gateway.provider.next("south", stream(content("Hello!"), finish()));

        gateway.streams("chat");

        // 5 tokens of the first stream, and 2 of the second
        assertThat(continuations.tokensSent()).containsExactly(5L, 7L);
    }

    @Test
    void a_continued_stream_tells_nothing_of_how_fast_its_deployment_is() {
        twoDeployments();
        gateway.provider.next("east", stream(content("Hel"), breaks()));
        gateway.provider.next(
                "west",
                (candidate, call, cancellation) -> {
                    gateway.passes(Duration.ofSeconds(9));
                    return stream(content("Hello"), finish()).to(candidate, call, cancellation);
                });

        gateway.streams("chat");

        assertThat(gateway.state("west").tokens()).isPositive();
        assertThat(gateway.state("west").perToken()).isEqualTo(Latency.UNKNOWN);
        assertThat(gateway.state("west").firstToken()).isEqualTo(Latency.UNKNOWN);
    }

    @Test
    void the_deployment_that_broke_is_not_asked_to_continue() {
        gateway.with(aDeployment("east")).provider.next("east", stream(content("Hel"), breaks()));

        assertThat(gateway.streams("chat").heard()).containsExactly("start", "Hel", "broken");
        assertThat(gateway.provider.asked()).containsExactly("east");
    }

    @Test
    void a_setting_turns_continuing_off() {
        twoDeployments().withStreams(new StreamRules(false, Duration.ZERO));
        gateway.provider.always("east", stream(content("Hel"), breaks()));

        assertThat(gateway.streams("chat").heard()).containsExactly("start", "Hel", "broken");
        assertThat(gateway.provider.asked()).containsExactly("east");
    }

    @Test
    void a_call_that_is_cancelled_is_not_continued() {
        twoDeployments();
        Cancellation cancellation = new Cancellation();
        gateway.provider.next(
                "east",
                (candidate, call, its) -> {
                    cancellation.cancel(Cancellation.Cause.SHUTTING_DOWN);
                    return stream(content("Hel"), breaks()).to(candidate, call, its);
                });

        RecordingCaller caller =
                gateway.asks(
                        aCall("chat", true, CallOverrides.NONE),
                        new RecordingCaller(),
                        cancellation);

        assertThat(gateway.provider.asked()).containsExactly("east");
        assertThat(caller.heard()).containsExactly("start", "Hel", "broken");
        assertThat(caller.failure()).isEqualTo(new CallFailure.ShuttingDown());
    }

    @Test
    void a_caller_who_hangs_up_while_an_answer_is_continued_ends_the_call() {
        twoDeployments();
        gateway.provider.next("east", stream(content("Hel"), breaks()));
        gateway.provider.next("west", stream(content("Hello"), finish()));

        gateway.asks(
                aCall("chat", true, CallOverrides.NONE), new RecordingCaller().hangingUpAfter(1));

        assertThat(attempts()).containsExactly("MALFORMED_REPLY 502", "caller left");
        assertThat(gateway.log.getLast().failure()).contains(new CallFailure.CallerLeft());
    }

    @Test
    void an_answer_that_grew_too_long_to_be_kept_is_told_broken() {
        twoDeployments();
        Step large = content("x".repeat(600_000));
        gateway.provider.always("east", stream(large, large, breaks()));

        assertThat(gateway.streams("chat").heard()).hasSize(4).last().isEqualTo("broken");
        assertThat(gateway.provider.asked()).containsExactly("east");
    }

    @Test
    void the_deadline_holds_for_all_attempts_to_continue_together() {
        twoDeployments().withDeadline(Duration.ofSeconds(10));
        gateway.provider.next(
                "east",
                (candidate, call, cancellation) -> {
                    gateway.passes(Duration.ofSeconds(11));
                    return stream(content("Hel"), breaks()).to(candidate, call, cancellation);
                });

        RecordingCaller caller = gateway.streams("chat");

        assertThat(gateway.provider.asked()).containsExactly("east");
        assertThat(caller.failure())
                .isEqualTo(new CallFailure.DeadlineExceeded(Duration.ofSeconds(10)));
    }

    @Test
    void an_answer_cut_behind_any_event_is_whole_unless_the_next_one_differs_before_that() {
        List<Step> pieces =
                List.of(content("The "), content("qui"), content("ck brown"), content(" fox"));
        for (int cut = 1; cut <= pieces.size(); cut++) {
            List<Step> part = new ArrayList<>(pieces.subList(0, cut));
            int sent = new int[] {4, 7, 15, 19}[cut - 1];
            part.add(breaks());
            for (int other = 0; other <= ANSWER.length(); other++) {
                String next = ANSWER.substring(0, other) + "?" + ANSWER.substring(other);
                TestGateway fresh = new TestGateway().continuing(new TextContinuations());
                fresh.with(aDeployment("east").inOrder(1), aDeployment("west").inOrder(2));
                fresh.provider.next("east", stream(part.toArray(Step[]::new)));
                fresh.provider.next("west", stream(content(next), finish()));

                List<String> heard = fresh.streams("chat").heard();

                String text =
                        heard.stream()
                                .filter(word -> !SIGNALS.contains(word))
                                .collect(Collectors.joining());
                boolean whole = other >= sent;
                assertThat(heard.getLast())
                        .as("cut behind %d, another at %d", cut, other)
                        .isEqualTo(whole ? "complete" : "broken");
                assertThat(text)
                        .as("cut behind %d, another at %d", cut, other)
                        .isEqualTo(whole ? next : ANSWER.substring(0, sent));
            }
        }
    }

    @Test
    void whatever_breaks_the_caller_has_the_whole_answer_or_hears_that_it_broke() {
        for (long seed = 0; seed < 3000; seed++) {
            RandomGenerator random = TestGateway.seeded(seed);
            TestGateway any =
                    new TestGateway()
                            .continuing(new TextContinuations("west", "backup"))
                            .withRetries(random.nextInt(3))
                            .withFallbacks(
                                    new FallbackChains(
                                            Map.of("chat", FallbackTarget.of(List.of("b"))),
                                            Map.of(),
                                            Map.of(),
                                            false,
                                            FallbackChains.DEFAULT_DEPTH))
                            .with(
                                    aDeployment("east").serving("chat"),
                                    aDeployment("west").serving("chat"),
                                    aDeployment("backup").serving("b"));
            Set<String> wholes = new HashSet<>();
            for (String id : List.of("east", "west", "backup")) {
                any.provider.always(id, moody(random, wholes));
            }

            RecordingCaller caller = any.streams("chat");

            List<String> heard = caller.heard();
            String end = heard.getLast();
            String text =
                    heard.stream()
                            .filter(word -> !SIGNALS.contains(word))
                            .collect(Collectors.joining());
            assertThat(end).as("seed %d", seed).isIn("complete", "broken", "failed");
            if (end.equals("complete")) {
                assertThat(wholes).as("seed %d: %s", seed, heard).contains(text);
            } else {
                assertThat(
                                wholes.stream().anyMatch(whole -> whole.startsWith(text))
                                        || text.isEmpty())
                        .as("seed %d: %s", seed, heard)
                        .isTrue();
            }
            assertThat(any.provider.claims()).as("seed %d", seed).noneMatch(AttemptClaim::open);
        }
    }

    /// Answers, in pieces of any size, but may break off, refuse, or give another answer.
    ///
    /// @param wholes is given every answer that was begun, as it is when it is whole
    private static Answer moody(RandomGenerator random, Set<String> wholes) {
        return (candidate, call, cancellation) -> {
            String letter = new String(call.letter().bytes(), StandardCharsets.UTF_8);
            String sent = letter.startsWith("prefill:") ? letter.substring(8) : "";
            if (random.nextInt(6) == 0 || !sent.isEmpty() && random.nextInt(3) == 0) {
                return fails(FailureKind.BAD_REQUEST, 400).to(candidate, call, cancellation);
            }
            String answer = sent.length() < ANSWER.length() ? ANSWER.substring(sent.length()) : "!";
            if (random.nextInt(4) == 0) {
                int at = random.nextInt(answer.length());
                answer = answer.substring(0, at) + "?" + answer.substring(at);
            }
            wholes.add(sent + answer);
            List<Step> steps = new ArrayList<>(List.of(role()));
            for (int at = 0; at < answer.length(); ) {
                int end = Math.min(answer.length(), at + 1 + random.nextInt(6));
                steps.add(content(answer.substring(at, end)));
                at = end;
            }
            steps.add(finish());
            if (random.nextInt(2) == 0) {
                steps = new ArrayList<>(steps.subList(0, random.nextInt(steps.size())));
                steps.add(breaks());
            }
            return stream(steps.toArray(Step[]::new)).to(candidate, call, cancellation);
        };
    }
}
