package dev.tollgate.bootstrap.client;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.envelope.EnvelopeReader;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.testkit.ScriptedProvider;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.failure.FailureKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

class GatewayClosingIT {
    /// Eight calls, one after the other, would have 40 s to give up.
    @Test
    @Timeout(30)
    void closing_waits_only_so_long_for_all_calls_together() throws InterruptedException {
        int count = 8;
        CountDownLatch asked = new CountDownLatch(count);
        CountDownLatch released = new CountDownLatch(1);
        AtomicBoolean restClosed = new AtomicBoolean();
        TestGateway application = new TestGateway().with(aDeployment("east"));
        application.provider.always(
                "east",
                (_, _, _) -> {
                    asked.countDown();
                    awaitDeaf(released);
                    return new ProviderReply.Failed(
                            ScriptedProvider.failure(FailureKind.CONNECTION, 503));
                });
        Gateway gateway =
                new Gateway(
                        application.calls(),
                        new EnvelopeReader(false),
                        () -> "call",
                        () -> restClosed.set(true),
                        Duration.ofMinutes(10),
                        Failures::of);
        List<Thread> callers = new ArrayList<>();
        List<RuntimeException> thrown = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            callers.add(Thread.ofVirtual().start(() -> ask(gateway, thrown)));
        }
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        gateway.close();

        assertThat(restClosed).isTrue();
        for (Thread caller : callers) {
            assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(thrown)
                .hasSize(count)
                .hasOnlyElementsOfType(GatewayException.GatewayClosed.class);
        released.countDown();
    }

    /// A provider that hears of no cancellation.
    private static void awaitDeaf(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a call's walk", e);
        }
    }

    private static void ask(Gateway gateway, List<RuntimeException> thrown) {
        try {
            gateway.chat(ChatRequest.of("chat", Message.user("Hello!")));
        } catch (RuntimeException e) {
            synchronized (thrown) {
                thrown.add(e);
            }
        }
    }
}
