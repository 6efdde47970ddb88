package dev.tollgate.application.call;

import static dev.tollgate.application.testkit.OverridesFixture.overrides;
import static dev.tollgate.application.testkit.ScriptedProvider.breaks;
import static dev.tollgate.application.testkit.ScriptedProvider.content;
import static dev.tollgate.application.testkit.ScriptedProvider.fails;
import static dev.tollgate.application.testkit.ScriptedProvider.role;
import static dev.tollgate.application.testkit.ScriptedProvider.stream;
import static dev.tollgate.application.testkit.ScriptedProvider.whole;
import static dev.tollgate.application.testkit.TestGateway.aCall;
import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.AttemptClaim;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.ScriptedProvider.Answer;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.fallback.FallbackChains;
import dev.tollgate.domain.retry.RetryRules;
import dev.tollgate.domain.testkit.DeploymentFixture;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/// Random failures of random groups with random stand-ins.
class WalkPropertyTest {
    private static final List<String> GROUPS = List.of("a", "b", "c");

    @Test
    void whatever_fails_a_call_is_bounded_and_ends_once() {
        for (long seed = 0; seed < 2_000; seed++) {
            new Story(seed).runs();
        }
    }

    /// Some calls to one gateway in which everything may fail.
    private static final class Story {
        private final long seed;
        private final Random random;
        private final TestGateway gateway = new TestGateway();
        private final Map<String, Place> places = new HashMap<>();
        private final Duration deadline;

        /// What the running call has seen of each deployment, and whom it asked last.
        private final Map<String, FailureKind> seen = new HashMap<>();

        /// Groups it entered, and who was cooling down then.
        private final Set<String> entered = new HashSet<>();

        private final Set<String> outOfPlan = new HashSet<>();
        private String last = "";

        Story(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.deadline =
                    Duration.ofSeconds(random.nextBoolean() ? 6_000 : 1 + random.nextInt(20));
            gateway.with(deployments())
                    .withFallbacks(chains())
                    .withDeadline(deadline)
                    .withSeed(seed);
            if (random.nextBoolean()) {
                gateway.withRetries(random.nextInt(9));
            }
            places.keySet().forEach(id -> gateway.provider.always(id, this::answer));
        }

        private DeploymentFixture[] deployments() {
            List<DeploymentFixture> all = new ArrayList<>();
            for (String group : List.of("a", "b", "c", "d")) {
                int size = group.equals("d") ? 1 : 1 + random.nextInt(3);
                for (int i = 0; i < size; i++) {
                    String id = group + i;
                    int order = random.nextInt(2);
                    places.put(id, new Place(group, order));
                    all.add(aDeployment(id).serving(group).inOrder(order));
                }
            }
            return all.toArray(DeploymentFixture[]::new);
        }

        private FallbackChains chains() {
            Map<String, List<FallbackTarget>> chains = new HashMap<>();
            for (String group : GROUPS) {
                if (random.nextBoolean()) {
                    String[] names = {"a", "b", "c", "d", "d0", "nobody"};
                    chains.put(
                            group,
                            FallbackTarget.of(
                                    List.of(
                                            names[random.nextInt(names.length)],
                                            names[random.nextInt(names.length)])));
                }
            }
            return new FallbackChains(
                    chains, Map.of(), Map.of(), random.nextBoolean(), random.nextInt(6));
        }

        private ProviderReply answer(
                Candidate candidate, ModelCall call, Cancellation cancellation) {
            String id = candidate.deployment().id().value();
            assertThat(id.equals(last) && somebodyElseWasLeft(id))
                    .as("seed %d: %s asked twice, seen %s", seed, id, seen)
                    .isFalse();
            if (entered.add(Objects.requireNonNull(places.get(id)).group())) {
                places.keySet().stream().filter(gateway::cooling).forEach(outOfPlan::add);
            }
            last = id;
            gateway.passes(Duration.ofMillis(random.nextInt(3_000)));
            FailureKind kind = FailureKind.values()[random.nextInt(FailureKind.values().length)];
            seen.put(id, FailureKind.INTERNAL);
            return reply(id, kind).to(candidate, call, cancellation);
        }

        private Answer reply(String id, FailureKind kind) {
            return switch (random.nextInt(8)) {
                case 0 -> whole("hello");
                case 1 -> stream(role(), breaks());
                case 2 -> stream(content("Hel"), breaks());
                case 3 -> fails(FailureKind.RATE_LIMIT, 429, Integer.toString(random.nextInt(9)));
                default -> {
                    seen.put(id, kind);
                    yield fails(kind, kind == FailureKind.API ? 503 : 500);
                }
            };
        }

        /// Whether the level has another deployment that could be asked: none that cools down, and
        /// none that kept silent.
        private boolean somebodyElseWasLeft(String id) {
            return places.entrySet().stream()
                    .filter(each -> each.getValue().equals(places.get(id)))
                    .map(Map.Entry::getKey)
                    .anyMatch(
                            each ->
                                    !each.equals(id)
                                            && !gateway.cooling(each)
                                            && !outOfPlan.contains(each)
                                            && seen.get(each) != FailureKind.TIMEOUT);
        }

        void runs() {
            for (int i = 0; i < 6; i++) {
                seen.clear();
                entered.clear();
                outOfPlan.clear();
                last = "";
                gateway.provider.asked().clear();
                gateway.waits.clear();
                CallOverrides wanted =
                        random.nextInt(4) == 0
                                ? overrides().retries(random.nextInt(4)).build()
                                : CallOverrides.NONE;
                RecordingCaller caller = new RecordingCaller();

                gateway.asks(aCall("a", random.nextBoolean(), wanted), caller);

                holds(caller);
                gateway.passes(Duration.ofSeconds(random.nextInt(4)));
            }
        }

        private void holds(RecordingCaller caller) {
            assertThat(gateway.provider.asked())
                    .as("seed %d", seed)
                    .hasSizeLessThanOrEqualTo(RetryRules.DEFAULT_MAX_ATTEMPTS);
            assertThat(gateway.log.getLast().attempts())
                    .as("seed %d", seed)
                    .hasSameSizeAs(gateway.provider.asked());
            assertThat(caller.heard().stream().filter(Story::isEnd))
                    .as("seed %d: %s", seed, caller.heard())
                    .hasSize(1);
            assertThat(gateway.provider.claims()).as("seed %d", seed).noneMatch(AttemptClaim::open);
            assertThat(gateway.waits.stream().reduce(Duration.ZERO, Duration::plus))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(deadline);
        }

        private static boolean isEnd(String heard) {
            return heard.startsWith("whole:")
                    || List.of("complete", "broken", "failed").contains(heard);
        }
    }

    /// Where a deployment stands.
    private record Place(String group, int order) {}
}
