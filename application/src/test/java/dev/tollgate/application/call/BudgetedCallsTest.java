package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.ScriptedProvider.breaks;
import static dev.tollgate.application.testkit.ScriptedProvider.called;
import static dev.tollgate.application.testkit.ScriptedProvider.stream;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ReplyStream;
import dev.tollgate.application.setup.Allowances;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.application.setup.ParallelLimits;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.ScriptedProvider;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.ModelAccess.ModelList;
import dev.tollgate.domain.access.ModelAccess.Owner;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.call.Attribution;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.call.OutputWish;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.Refusal;
import dev.tollgate.domain.ledger.DailyLine;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.limit.RateLimit;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

class BudgetedCallsTest {
    private static final Subject KEY = Subject.of(Scope.KEY, "k1");
    private static final long LONGEST = 4_000;
    private static final long PROMPT = 7;

    /// What the provider charges: it always writes as much as it is allowed to.
    private final AtomicLong charged = new AtomicLong();

    private final List<Long> told = new CopyOnWriteArrayList<>();
    private final TestGateway gateway =
            new TestGateway().with(aDeployment("a").serving("chat").priced(1, 10, (int) LONGEST));

    BudgetedCallsTest() {
        gateway.provider.always("a", (_, call, _) -> greedy(call));
    }

    @Test
    void a_budget_is_not_overspent_by_calls_at_once_whatever_they_ask_for() {
        for (int i = 0; i < 5; i++) {
            long seed = System.nanoTime();
            charged.set(0);
            Subject subject = Subject.of(Scope.KEY, "race" + seed);
            race(TestGateway.seeded(seed), holder(budget(subject, cents(10))));
            assertThat(charged.get()).as("seed " + seed).isBetween(1L, cents(10).nanos());
        }
    }

    @Test
    void without_reservations_the_same_calls_overspend() {
        race(TestGateway.seeded(1), holder());
        assertThat(charged.get()).isGreaterThan(cents(10).nanos());
    }

    private void race(RandomGenerator random, KeyHolder holder) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                long bound = random.nextBoolean() ? 0 : 1 + random.nextInt(2_000);
                boolean streaming = random.nextBoolean();
                threads.submit(
                        () -> gateway.asks(call(holder, bound, streaming), new RecordingCaller()));
            }
        }
    }

    @Test
    void one_call_without_a_bound_spends_the_budget_at_most() {
        gateway.asks(call(holder(budget(KEY, cents(1))), 0, false), new RecordingCaller());
        assertThat(told).singleElement().matches(bound -> bound > 900 && bound < 1_000);
        assertThat(charged.get()).isBetween(cents(1).nanos() * 95 / 100, cents(1).nanos());
    }

    @Test
    void a_bound_that_fits_is_left_as_it_is() {
        gateway.asks(call(holder(budget(KEY, cents(100))), 100, false), new RecordingCaller());
        gateway.asks(call(holder(budget(KEY, cents(100))), 0, false), new RecordingCaller());
        assertThat(told).containsExactly(100L, 0L);
    }

    @Test
    void a_caller_without_a_budget_is_given_no_bound() {
        gateway.asks(call(holder(), 0, false), new RecordingCaller());
        assertThat(told).containsExactly(0L);
    }

    @Test
    void a_model_whose_longest_answer_nobody_knows_is_told_what_was_reserved() {
        gateway.with(aDeployment("a").serving("chat").priced(1, 10, 0));
        gateway.asks(call(holder(budget(KEY, cents(100))), 0, false), new RecordingCaller());
        assertThat(told).containsExactly(Allowances.DEFAULT.unknownOutput());
    }

    @Test
    void a_spent_budget_is_refused_with_what_was_spent() {
        KeyHolder holder = holder(budget(KEY, cents(1)));
        gateway.asks(call(holder, 0, false), new RecordingCaller());

        Refusal.BudgetSpent refusal = (Refusal.BudgetSpent) refused(call(holder, 0, false));

        assertThat(refusal.subject()).isEqualTo(KEY);
        assertThat(refusal.limit()).isEqualTo(cents(1));
        assertThat(refusal.spent().nanos()).isEqualTo(charged.get());
        assertThat(refusal.resetAt()).isEmpty();
    }

    @Test
    void a_budget_of_zero_allows_nothing() {
        assertThat(refused(call(holder(budget(KEY, cents(0))), 0, false)))
                .isInstanceOf(Refusal.BudgetSpent.class);
        assertThat(gateway.provider.asked()).isEmpty();
    }

    @Test
    void every_budget_has_to_have_room() {
        Subject team = Subject.of(Scope.TEAM, "search");
        KeyHolder holder = holder(budget(KEY, cents(100)), budget(team, cents(0)));
        assertThat(((Refusal.BudgetSpent) refused(call(holder, 0, false))).subject())
                .isEqualTo(team);
    }

    @Test
    void the_budget_of_a_model_is_for_that_model_only() {
        KeyHolder holder = holder(budget(KEY.onModel("another"), cents(0)));
        assertThat(gateway.asks(call(holder, 0, false), new RecordingCaller()).heard())
                .containsExactly("whole:yes");
    }

    @Test
    void every_attempt_is_written_down_before_it_leaves_and_when_it_ends() {
        gateway.with(
                aDeployment("b").serving("chat").priced(1, 10, 100).inOrder(1),
                aDeployment("a").serving("chat").priced(1, 10, 100).inOrder(2));
        gateway.provider.next("b", ScriptedProvider.fails(FailureKind.INTERNAL, 500));

        gateway.asks(call(holder(budget(KEY, cents(100))), 0, false), new RecordingCaller());

        assertThat(gateway.journal.opened)
                .extracting(opened -> opened.entry().target().deployment())
                .containsExactly("b", "a");
        assertThat(gateway.journal.settled)
                .extracting(entry -> entry.outcome().status())
                .containsExactly(Status.FAILURE, Status.SUCCESS);
        assertThat(gateway.journal.settled)
                .extracting(LedgerEntry::charged)
                .containsExactly(Usd.ZERO, new Usd(charged.get()));
        assertThat(gateway.journal.settled).extracting(LedgerEntry::attempt).containsExactly(1, 2);
    }

    @Test
    void an_entry_names_the_answer_as_its_caller_knows_it() {
        gateway.with(
                aDeployment("b").serving("chat").priced(1, 10, 100).inOrder(1),
                aDeployment("a").serving("chat").priced(1, 10, 100).inOrder(2));
        gateway.provider.next("b", called("unseen", stream(ScriptedProvider.breaks())));
        gateway.provider.next(
                "a",
                called("seen", stream(ScriptedProvider.content("yes"), ScriptedProvider.finish())),
                called("whole", ScriptedProvider.whole("yes")));

        gateway.asks(call(holder(), 0, true), new RecordingCaller());
        gateway.provider.next("b", ScriptedProvider.fails(FailureKind.INTERNAL, 500));
        gateway.asks(call(holder(), 0, false), new RecordingCaller());

        assertThat(gateway.journal.settled)
                .extracting(entry -> entry.target().responseId())
                .containsExactly("unseen", "seen", "", "whole");
    }

    @Test
    void a_call_that_nobody_answered_has_one_last_entry_which_costs_nothing() {
        gateway.provider.always("a", stream(ScriptedProvider.content("ye"), breaks()));

        gateway.asks(call(holder(), 0, true), new RecordingCaller());

        LedgerEntry end = gateway.journal.settled.getLast();
        assertThat(gateway.journal.settled).filteredOn(LedgerEntry::last).containsExactly(end);
        assertThat(gateway.journal.settled).filteredOn(each -> each.attempt() == 1).hasSize(1);
        assertThat(end.attempt()).isZero();
        assertThat(end.outcome())
                .isEqualTo(
                        new Outcome(
                                Status.FAILURE, "MALFORMED_REPLY 502", "scripted MALFORMED_REPLY"));
        assertThat(end.target()).isEqualTo(gateway.journal.settled.getFirst().target());
        assertThat(end.charged()).isEqualTo(Usd.ZERO);
        assertThat(end.accounts()).isEmpty();
    }

    @Test
    void a_caller_who_left_leaves_a_last_entry() {
        gateway.provider.always("a", called("left", stream(ScriptedProvider.content("yes"))));

        gateway.asks(call(holder(), 0, true), new RecordingCaller().hangingUpAfter(0));

        LedgerEntry end = gateway.journal.settled.getLast();
        assertThat(gateway.journal.settled).filteredOn(LedgerEntry::last).containsExactly(end);
        assertThat(end.outcome().error()).isEqualTo("CallerLeft");
        assertThat(end.target().responseId()).isEqualTo("left");
    }

    @Test
    void an_entry_names_the_prices_it_is_billed_by() {
        gateway.with(aDeployment("a").serving("chat").priced(1, 10, 100).pricedBy("2026-11-23"));

        gateway.asks(call(holder(), 0, false), new RecordingCaller());

        assertThat(gateway.journal.opened)
                .extracting(opened -> opened.entry().target().prices())
                .containsExactly("2026-11-23");
        assertThat(gateway.journal.settled)
                .extracting(entry -> entry.target().prices())
                .containsExactly("2026-11-23");
    }

    @Test
    void a_refused_call_is_written_down() {
        gateway.asks(call(holder(budget(KEY, cents(0))), 0, false), new RecordingCaller());
        LedgerEntry entry = gateway.journal.settled.getFirst();
        assertThat(entry.outcome().status()).isEqualTo(Status.REFUSED);
        assertThat(entry.outcome().error()).isEqualTo("BudgetSpent");
        assertThat(entry.outcome().message()).startsWith("Budget has been exceeded! KEY ");
        assertThat(entry.payer().keyId()).isEqualTo("k1");
        assertThat(entry.attempt()).isZero();
        assertThat(DailyLine.of(entry)).extracting(DailyLine::model).containsExactly("chat");
    }

    @Test
    void names_that_callers_make_up_are_kept_with_the_call_and_make_no_figures_of_their_own() {
        gateway.asks(call(holder(), 0, false).forModel("made-up"), new RecordingCaller());

        LedgerEntry entry = gateway.journal.settled.getFirst();
        assertThat(entry.call().group()).isEqualTo("made-up");
        assertThat(DailyLine.of(entry))
                .extracting(DailyLine::model, DailyLine::group)
                .containsExactly(tuple("", ""));
    }

    @Test
    void with_the_logs_off_only_calls_that_count_for_somebody_are_written_down() {
        gateway.withMoney(rules(Map.of(), "", false));
        gateway.asks(call(KeyHolder.MASTER, 0, false), new RecordingCaller());
        gateway.asks(call(KeyHolder.MASTER, 0, true), new RecordingCaller());
        assertThat(gateway.journal.opened).isEmpty();
        assertThat(gateway.journal.settled).isEmpty();

        gateway.asks(call(holder(), 0, false), new RecordingCaller());
        gateway.asks(forCustomer(call(KeyHolder.MASTER, 0, false), "acme"), new RecordingCaller());
        assertThat(gateway.journal.settled).hasSize(2);
    }

    @Test
    void the_calls_of_a_warm_key_ask_no_store() {
        KeyHolder holder =
                holder(
                        budget(KEY, cents(10_000_000)),
                        budget(Subject.of(Scope.TEAM, "t"), cents(10_000_000)),
                        budget(Subject.GATEWAY, cents(10_000_000)));
        gateway.asks(call(holder, 0, false), new RecordingCaller());
        long warm = gateway.storeCalls.get();
        assertThat(warm).isPositive();

        for (int i = 0; i < 1_000; i++) {
            gateway.asks(call(holder, i % 3 * 100, i % 2 == 0), new RecordingCaller());
        }

        assertThat(gateway.journal.settled).hasSize(1_001);
        assertThat(gateway.storeCalls).hasValue(warm);
    }

    @Test
    void a_full_journal_refuses_calls_instead_of_losing_them() {
        gateway.journal.full = true;
        assertThat(refused(call(holder(), 0, false))).isInstanceOf(Refusal.NotNow.class);
        assertThat(gateway.provider.asked()).isEmpty();
    }

    @Test
    void a_budget_begins_anew_with_its_period() {
        Budget daily = new Budget(KEY, cents(1), BudgetDuration.parse("1d"));
        gateway.asks(call(holder(daily), 0, false), new RecordingCaller());
        assertThat(((Refusal.BudgetSpent) refused(call(holder(daily), 0, false))).resetAt())
                .isPresent();
        gateway.passes(Duration.ofDays(1));
        assertThat(gateway.asks(call(holder(daily), 0, false), new RecordingCaller()).heard())
                .containsExactly("whole:yes");
    }

    @Test
    void an_end_user_has_a_budget_of_their_own() {
        keep(EntityKind.CUSTOMER, "acme", Map.of("budget_id", "free"));
        keep(EntityKind.BUDGET, "free", Map.of("max_budget", 0));
        ModelCall call = call(holder(), 0, false);
        assertThat(((Refusal.BudgetSpent) refused(forCustomer(call, "acme"))).subject())
                .isEqualTo(Subject.of(Scope.CUSTOMER, "acme"));
        assertThat(gateway.asks(forCustomer(call, "other"), new RecordingCaller()).heard())
                .containsExactly("whole:yes");
    }

    @Test
    void an_end_user_without_a_budget_has_that_of_the_row_that_is_named() {
        keep(EntityKind.BUDGET, "free", Map.of("max_budget", 0));
        keep(EntityKind.CUSTOMER, "paying", Map.of("max_budget", 1));
        gateway.withMoney(rules(Map.of(), "free"));
        ModelCall call = call(holder(), 0, false);
        assertThat(((Refusal.BudgetSpent) refused(forCustomer(call, "acme"))).subject())
                .isEqualTo(Subject.of(Scope.CUSTOMER, "acme"));
        assertThat(gateway.asks(forCustomer(call, "paying"), new RecordingCaller()).heard())
                .containsExactly("whole:yes");
    }

    @Test
    void an_end_user_who_is_blocked_is_refused() {
        keep(EntityKind.CUSTOMER, "acme", Map.of("blocked", true));
        assertThat(refused(forCustomer(call(holder(), 0, false), "acme")))
                .isEqualTo(new Refusal.CustomerBlocked("acme"));
    }

    @Test
    void a_deployment_whose_budget_is_spent_is_passed_over() {
        gateway.with(
                        aDeployment("b").serving("chat").priced(1, 10, 100).inOrder(1),
                        aDeployment("a").serving("chat").priced(1, 10, 100).inOrder(2))
                .withMoney(
                        rules(
                                Map.of(
                                        new DeploymentId("b"),
                                        List.of(
                                                budget(
                                                        Subject.of(Scope.DEPLOYMENT, "b"),
                                                        cents(0)))),
                                ""));
        gateway.asks(call(holder(), 0, false), new RecordingCaller());
        assertThat(gateway.provider.asked()).containsExactly("a");
    }

    private static MoneyRules rules(Map<DeploymentId, List<Budget>> deployments, String row) {
        return rules(deployments, row, true);
    }

    private static MoneyRules rules(
            Map<DeploymentId, List<Budget>> deployments, String row, boolean everyCallKept) {
        MoneyRules usual = MoneyRules.DEFAULT;
        return new MoneyRules(
                usual.zone(),
                usual.gateway(),
                usual.unknownCustomer(),
                row,
                deployments,
                usual.defaults(),
                usual.unsent(),
                usual.allowances(),
                usual.shortened(),
                usual.pricedOnly(),
                usual.userBudgetOnTeamKeys(),
                everyCallKept);
    }

    private void keep(EntityKind kind, String id, Map<String, ?> fields) {
        Instant at = Instant.EPOCH;
        Entity entity =
                new Entity(kind, id, 1, EntityIndex.NONE, Fields.of(fields), at, "", at, "");
        assertThat(gateway.entities.apply(List.of(new Entities.Change.Create(entity)))).isEmpty();
    }

    private static ModelCall forCustomer(ModelCall call, String customer) {
        return new ModelCall(
                call.id(),
                call.caller(),
                call.model(),
                call.streaming(),
                call.streamUsage(),
                call.overrides(),
                call.output(),
                new Attribution(customer, "", false),
                call.forwarded(),
                call.userAgent(),
                call.letter());
    }

    @Test
    void a_model_that_is_not_on_the_keys_list_is_refused() {
        ModelAccess access =
                new ModelAccess(List.of(new ModelList(Owner.KEY, "k1", List.of("other"))));
        KeyHolder holder = holder(access, List.of(), List.of());
        assertThat(refused(call(holder, 0, false)))
                .isEqualTo(new Refusal.ModelNotAllowed(Owner.KEY, "chat"));
    }

    @Test
    void a_limit_on_requests_is_refused_with_when_it_is_free_again() {
        RateLimit limit = new RateLimit(KEY, RateLimit.Kind.REQUESTS, 1);
        KeyHolder holder = holder(ModelAccess.EVERYTHING, List.of(), List.of(limit));
        gateway.asks(call(holder, 0, false), new RecordingCaller());
        Refusal.LimitReached refusal = (Refusal.LimitReached) refused(call(holder, 0, false));
        gateway.passes(refusal.retryAfter());
        assertThat(gateway.asks(call(holder, 0, false), new RecordingCaller()).heard())
                .containsExactly("whole:yes");
    }

    @Test
    void keys_that_are_shown_alike_do_not_share_their_places_among_parallel_calls() {
        gateway.withLimits(new ParallelLimits(1, 0));
        RecordingCaller other = new RecordingCaller();
        gateway.provider.next(
                "a",
                (_, call, _) -> {
                    gateway.asks(call(withId("k2", holder()), 0, false), other);
                    return greedy(call);
                });
        gateway.asks(call(holder(), 0, false), new RecordingCaller());
        assertThat(other.heard()).containsExactly("whole:yes");
    }

    private static KeyHolder withId(String id, KeyHolder holder) {
        return new KeyHolder(
                id,
                holder.keyHash(),
                holder.keyAlias(),
                holder.keyName(),
                holder.user(),
                holder.role(),
                holder.team(),
                holder.teamAlias(),
                holder.organization(),
                holder.models(),
                holder.budgets(),
                holder.limits(),
                holder.aliases(),
                holder.tags(),
                holder.routes(),
                holder.confidential(),
                false,
                holder.expires());
    }

    private Refusal refused(ModelCall call) {
        CallFailure failure = gateway.asks(call, new RecordingCaller()).failure();
        assertThat(failure).isInstanceOf(CallFailure.Refused.class);
        return ((CallFailure.Refused) failure).refusal();
    }

    private ProviderReply greedy(ModelCall call) {
        long bound = bound(call);
        told.add(bound);
        // A bound that the gateway has written into the letter is no part of the prompt.
        Usage usage = Usage.of(Math.min(PROMPT, call.letter().size()), bound > 0 ? bound : LONGEST);
        charged.addAndGet(usage.inputTokens() * 1_000 + usage.outputTokens() * 10_000);
        if (!call.streaming()) {
            return new ProviderReply.Whole(
                    HeaderLines.NONE, "yes".getBytes(StandardCharsets.UTF_8), usage);
        }
        List<ReplyStream.Step> steps =
                new ArrayList<>(
                        List.of(
                                ScriptedProvider.role(),
                                ScriptedProvider.content("yes"),
                                ScriptedProvider.finish(),
                                new ReplyStream.Step.End()));
        return new ProviderReply.Streaming(
                HeaderLines.NONE,
                new ReplyStream() {
                    @Override
                    public Step next() {
                        return steps.removeFirst();
                    }

                    @Override
                    public Usage usage() {
                        return usage;
                    }

                    @Override
                    public String answerId() {
                        return "";
                    }

                    @Override
                    public void close() {}
                });
    }

    private static long bound(ModelCall call) {
        return call.letter()
                .field("max_tokens")
                .map(
                        field ->
                                Long.parseLong(
                                        new String(
                                                call.letter().bytes(),
                                                field.valueStart(),
                                                field.end() - field.valueStart(),
                                                StandardCharsets.UTF_8)))
                .orElse(0L);
    }

    private static ModelCall call(KeyHolder holder, long bound, boolean streaming) {
        String body = bound == 0 ? "{\"x\":1}" : "{\"max_tokens\":" + bound + "}";
        Field field =
                bound == 0
                        ? new Field("x", 1, 5, 6)
                        : new Field("max_tokens", 1, 14, body.length() - 1);
        return new ModelCall(
                "call-1",
                new Caller("ci", Caller.Role.KEY, holder),
                "chat",
                streaming,
                false,
                CallOverrides.NONE,
                new OutputWish(bound, 1, ServiceTier.UNSTATED),
                Attribution.NONE,
                HeaderLines.NONE,
                "",
                new Letter(
                        Dialect.OPENAI_CHAT,
                        body.getBytes(StandardCharsets.UTF_8),
                        List.of(field)));
    }

    private static Budget budget(Subject subject, Usd max) {
        return new Budget(subject, max, Optional.empty());
    }

    private static KeyHolder holder(Budget... budgets) {
        return holder(ModelAccess.EVERYTHING, List.of(budgets), List.of());
    }

    private static KeyHolder holder(
            ModelAccess access, List<Budget> budgets, List<RateLimit> limits) {
        return new KeyHolder(
                "k1",
                "hash",
                "ci",
                "sk-...ab12",
                "",
                UserRole.INTERNAL_USER,
                "",
                "",
                "",
                access,
                budgets,
                limits,
                Map.of(),
                List.of(),
                List.of(),
                false,
                false,
                Optional.empty());
    }

    private static Usd cents(long cents) {
        return new Usd(cents * 10_000_000);
    }
}
