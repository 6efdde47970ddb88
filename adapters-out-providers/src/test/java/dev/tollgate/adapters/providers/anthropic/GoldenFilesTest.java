package dev.tollgate.adapters.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.adapters.providers.protocol.UpstreamRequest;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.ProviderFailure;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs every case below `golden/anthropic`, a directory each. `settings.json` (optional) describes
/// the deployment, `openai.json` the caller's letter.
///
/// With `-Dgolden.write=true` what came out is written into the source tree, to be read and judged
/// before it is committed; such a run fails.
class GoldenFilesTest {
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    /// `openai.json` → `anthropic.json` with `upstream.txt` (URL and headers), or `refused.json`.
    @TestFactory
    List<DynamicTest> requests_are_written_as_recorded() throws Exception {
        return cases("request", this::request);
    }

    /// `anthropic.json` → `reply.json` with `usage.txt`, or `failed.json`.
    @TestFactory
    List<DynamicTest> replies_are_read_as_recorded() throws Exception {
        return cases("reply", this::reply);
    }

    /// `events.sse` → `chunks.sse`, whose last lines tell how the stream ended.
    @TestFactory
    List<DynamicTest> streams_are_read_as_recorded() throws Exception {
        return cases("stream", this::stream);
    }

    /// `body.txt` with `head.json` (status, headers) → `failure.json`.
    @TestFactory
    List<DynamicTest> errors_are_read_as_recorded() throws Exception {
        return cases("error", this::error);
    }

    private interface GoldenCase {
        void run(Path directory) throws IOException;
    }

    private static List<DynamicTest> cases(String kind, GoldenCase body)
            throws IOException, URISyntaxException {
        URL root = GoldenFilesTest.class.getResource("/golden/anthropic/" + kind);
        assertThat(root).as("golden files of kind %s", kind).isNotNull();
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> directories = Files.list(Path.of(root.toURI()))) {
            directories
                    .sorted()
                    .forEach(
                            directory ->
                                    tests.add(
                                            DynamicTest.dynamicTest(
                                                    directory.getFileName().toString(),
                                                    () -> body.run(directory))));
        }
        assertThat(tests).as("golden files of kind %s", kind).isNotEmpty();
        return tests;
    }

    private void request(Path directory) throws IOException {
        JsonNode facts = json(directory, "settings.json");
        ModelCall call = CallFixture.aCall(text(directory, "openai.json"), facts);
        try {
            UpstreamRequest request =
                    CallFixture.PROTOCOL.request(
                            call, CallFixture.aDeployment(facts), CallFixture.model(facts));
            StringBuilder upstream = new StringBuilder(request.url() + "\n");
            request.headers().forEach((n, v) -> upstream.append(n + ": " + v + "\n"));
            checkJson(
                    directory,
                    "anthropic.json",
                    Json.read(request.body().parts()[0]).orElseThrow());
            check(directory, "upstream.txt", upstream.toString());
            assertThat(directory.resolve("refused.json")).doesNotExist();
        } catch (RefusedLocally refused) {
            checkJson(directory, "refused.json", json(refused.failure()));
            assertThat(directory.resolve("anthropic.json")).doesNotExist();
        }
    }

    private void reply(Path directory) throws IOException {
        JsonNode facts = json(directory, "settings.json");
        ModelCall call = CallFixture.aCall(letter(directory), facts);
        ProviderReply reply =
                CallFixture.PROTOCOL.whole(
                        call,
                        CallFixture.aDeployment(facts),
                        HeaderLines.NONE,
                        Files.readAllBytes(directory.resolve("anthropic.json")));
        switch (reply) {
            case ProviderReply.Whole whole -> {
                checkJson(directory, "reply.json", Json.read(whole.body()).orElseThrow());
                check(directory, "usage.txt", whole.usage() + "\n");
                assertThat(whole.id())
                        .isEqualTo(json(directory, "reply.json").path("id").asText("none"));
                assertThat(directory.resolve("failed.json")).doesNotExist();
            }
            case ProviderReply.Failed failed -> {
                checkJson(directory, "failed.json", json(failed.failure()));
                assertThat(directory.resolve("reply.json")).doesNotExist();
            }
            case ProviderReply.Streaming _ -> fail("a whole reply became a stream");
            case ProviderReply.NotAsked _ -> fail("a whole reply became none");
        }
    }

    private void stream(Path directory) throws IOException {
        JsonNode facts = json(directory, "settings.json");
        ModelCall call = CallFixture.aCall(letter(directory), facts);
        StreamTranslation translation =
                CallFixture.PROTOCOL.stream(call, CallFixture.aDeployment(facts));
        StringBuilder chunks = new StringBuilder();
        boolean end = false;
        Optional<ProviderFailure> failure = Optional.empty();
        for (String event : text(directory, "events.sse").strip().split("\n\n")) {
            StreamTranslation.Translated translated = send(translation, event);
            for (Frame frame : translated.frames()) {
                chunks.append(
                        new String(
                                frame.bytes(),
                                frame.offset(),
                                frame.length(),
                                StandardCharsets.UTF_8));
            }
            end |= translated.end();
            failure = failure.or(translated::failure);
        }
        chunks.append(": end " + end + ", finished " + translation.finished() + "\n");
        chunks.append(": " + translation.usage() + "\n");
        failure.ifPresent(f -> chunks.append(": failure " + json(f) + "\n"));
        check(directory, "chunks.sse", chunks.toString());
        assertThat(translation.answerId()).isEqualTo(idOf(chunks));
    }

    /// Of the first chunk, if there is one.
    private static String idOf(CharSequence chunks) {
        Matcher id = Pattern.compile("\"id\":\"(chatcmpl-[^\"]*)\"").matcher(chunks);
        return id.find() ? id.group(1) : "";
    }

    private static StreamTranslation.Translated send(StreamTranslation translation, String event) {
        String name = "";
        String data = "";
        for (String line : event.split("\n")) {
            if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            }
        }
        byte[] bytes = ("?" + data + "?").getBytes(StandardCharsets.UTF_8);
        return translation.event(name, bytes, 1, bytes.length - 2);
    }

    private void error(Path directory) throws IOException {
        JsonNode head = json(directory, "head.json");
        List<String> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : head.path("headers").properties()) {
            headers.add(entry.getKey());
            headers.add(entry.getValue().asText());
        }
        ProviderFailure failure =
                CallFixture.PROTOCOL.failure(
                        CallFixture.aDeployment(head),
                        head.path("status").asInt(),
                        HeaderLines.of(headers),
                        Files.readAllBytes(directory.resolve("body.txt")));
        checkJson(directory, "failure.json", json(failure));
    }

    private static ObjectNode json(ProviderFailure failure) {
        ObjectNode node = Json.object();
        node.put("kind", failure.kind().name());
        node.put("status", failure.status());
        node.put("provider", failure.provider());
        node.put("message", failure.message());
        node.put("type", failure.type());
        node.put("param", failure.param());
        ObjectNode headers = node.putObject("headers");
        failure.headers().forEach(headers::put);
        return node;
    }

    private static String letter(Path directory) throws IOException {
        return Files.exists(directory.resolve("openai.json"))
                ? text(directory, "openai.json")
                : "{\"model\":\"claude\",\"messages\":[]}";
    }

    private static JsonNode json(Path directory, String file) throws IOException {
        Path path = directory.resolve(file);
        return Files.exists(path)
                ? Json.read(Files.readAllBytes(path)).orElseThrow()
                : Json.object();
    }

    private static String text(Path directory, String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    private static void checkJson(Path directory, String file, JsonNode actual) throws IOException {
        if (WRITE) {
            write(directory, file, actual.toPrettyString() + "\n");
            return;
        }
        assertThat(actual.toPrettyString()).isEqualTo(json(directory, file).toPrettyString());
    }

    private static void check(Path directory, String file, String actual) throws IOException {
        if (WRITE) {
            write(directory, file, actual);
            return;
        }
        assertThat(actual).isEqualTo(text(directory, file));
    }

    private static void write(Path directory, String file, String content) throws IOException {
        int names = directory.getNameCount();
        Path kindAndCase = directory.subpath(names - 2, names);
        Path source = Path.of("src/test/resources/golden/anthropic").resolve(kindAndCase);
        Files.writeString(source.resolve(file), content);
    }

    @Test
    void a_run_that_writes_golden_files_does_not_pass() {
        assertThat(WRITE).as("golden files were written: read them, then run without").isFalse();
    }
}
