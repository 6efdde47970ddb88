package dev.tollgate.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class LineAppenderTest {
    private static final int FAR_MORE_THAN_FITS = 20_000;

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger ours = context.getLogger("dev.tollgate.application.call.Attempts");
    private final Logger library = context.getLogger("io.helidon.webserver.Server");

    @AfterEach
    void stop() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
    }

    @Test
    void an_event_is_one_plain_line_with_time_level_and_component() {
        log(Logging.Amount.NORMAL, false);

        ours.info("{} answered", "east");

        assertThat(lines())
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z INFO Attempts: east answered");
    }

    @Test
    void nobody_can_forge_a_second_line() {
        log(Logging.Amount.NORMAL, false);

        ours.info("model {}", "x\r\n2026-01-01T00:00:00Z ERROR Money: gone\u001b[31m");

        assertThat(lines())
                .singleElement()
                .asString()
                .endsWith("model x\\r\\n2026-01-01T00:00:00Z ERROR Money: gone?[31m");
    }

    @Test
    void json_logs_are_one_object_a_line_whatever_the_message_holds() throws Exception {
        log(Logging.Amount.NORMAL, true);

        ours.warn("a \"quote\"\n\u0000 and é", new IllegalStateException("broken \"pipe\""));

        JsonNode line = new ObjectMapper().readTree(lines().getFirst());
        assertThat(lines()).hasSize(1);
        assertThat(line.get("message").asText()).isEqualTo("a \"quote\"\n\u0000 and é");
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("component").asText()).isEqualTo("Attempts");
        assertThat(line.get("error").asText()).isEqualTo("IllegalStateException: broken \"pipe\"");
    }

    @Test
    void what_looks_like_a_key_or_a_token_is_masked_wherever_it_came_from() {
        for (boolean json : new boolean[] {false, true}) {
            log(Logging.Amount.EVERYTHING, json);

            ours.info("model {} of sk-...Ab1Q", "sk-canary-0123456789");
            ours.info("took eyJhbGciOiJI.eyJjYW5hcnki.canary-signature");
            ours.warn(
                    "at https://me:canary@host/x", new IllegalStateException("sk-canary-01234567"));

            assertThat(lines().toString())
                    .doesNotContain("canary")
                    .contains("sk-***", "sk-...Ab1Q", "https://", "***@host/x");
        }
    }

    @Test
    void libraries_speak_only_when_something_is_wrong() {
        log(Logging.Amount.NORMAL, false);

        library.info("started");
        library.warn("odd");
        ours.debug("decided");

        assertThat(lines()).singleElement().asString().endsWith("WARN Server: odd");
    }

    @Test
    void stack_traces_are_for_those_who_want_everything() {
        log(Logging.Amount.DECISIONS, false);
        ours.warn("failed", new IllegalStateException("why"));
        assertThat(lines())
                .singleElement()
                .asString()
                .endsWith("failed (IllegalStateException: why)");

        log(Logging.Amount.EVERYTHING, false);
        ours.warn("failed", new IllegalStateException("why"));
        assertThat(lines()).anyMatch(line -> line.contains("at dev.tollgate"));
    }

    @Test
    void a_very_long_message_is_cut() {
        log(Logging.Amount.NORMAL, false);

        ours.info("x".repeat(1_000_000));

        assertThat(lines()).singleElement().asString().hasSizeLessThan(70_000).endsWith("…");
    }

    @Test
    void whoever_logs_never_waits_and_what_found_no_room_is_counted() {
        var readable = new CountDownLatch(1);
        log(Logging.Amount.NORMAL, false, new Blocked(readable, out));

        for (int i = 0; i < FAR_MORE_THAN_FITS; i++) {
            ours.info("call {}", i);
        }
        readable.countDown();

        List<String> lines = lines();
        long calls = lines.stream().filter(line -> line.contains("Attempts: call ")).count();
        long dropped =
                lines.stream()
                        .filter(line -> line.contains("lines were dropped"))
                        .mapToLong(line -> Long.parseLong(line.split(" ")[3]))
                        .sum();
        assertThat(dropped).isPositive();
        assertThat(calls + dropped).isEqualTo(FAR_MORE_THAN_FITS);
    }

    private void log(Logging.Amount amount, boolean json) {
        out.reset();
        log(amount, json, out);
    }

    private void log(Logging.Amount amount, boolean json, OutputStream to) {
        Logging.configure(context, amount, json, to);
    }

    private List<String> lines() {
        stop();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /// Lets nothing through until it is told to.
    private static final class Blocked extends OutputStream {
        private final CountDownLatch open;
        private final OutputStream to;

        Blocked(CountDownLatch open, OutputStream to) {
            this.open = open;
            this.to = to;
        }

        @Override
        public void write(int b) throws java.io.IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            to.write(bytes, offset, length);
        }
    }
}
