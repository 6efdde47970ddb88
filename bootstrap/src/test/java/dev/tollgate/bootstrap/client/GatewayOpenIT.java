package dev.tollgate.bootstrap.client;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;

import dev.tollgate.bootstrap.settings.SettingsReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

@Timeout(120)
class GatewayOpenIT {
    /// `.env` of whoever runs the tests stays out of them.
    private static final String NO_DOT_ENV = "LITELLM_MODE";

    @TempDir Path folder;

    private Path config(String yaml) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), yaml);
    }

    @Test
    void ten_lines_of_java_talk_to_a_model() throws IOException {
        Path config =
                config(
                        """
                        model_list:
                          - model_name: demo
                            litellm_params: {model: openai/demo, mock_response: Hello from Java.}
                        """);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            // The documentation shows these lines.
            try (Gateway gateway = Gateway.open(config)) {
                ChatRequest request = ChatRequest.of("demo", Message.user("Hello!"));
                System.out.println(gateway.chat(request).text());
                try (ChatStream stream = gateway.stream(request)) {
                    for (ChatChunk chunk : stream) {
                        System.out.print(chunk.text());
                    }
                }
            }
            // Until here.
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("Hello from Java." + System.lineSeparator() + "Hello from Java.");
        assertThat(folder.toFile().list()).containsExactly("config.yaml");
    }

    @Test
    void the_documentation_shows_the_lines_that_are_tested() throws IOException {
        String source =
                Files.readString(
                        Path.of("src/test/java/dev/tollgate/bootstrap/client/GatewayOpenIT.java"));
        String example =
                source.lines()
                        .dropWhile(
                                line -> !line.endsWith("// The documentation shows these lines."))
                        .skip(1)
                        .takeWhile(line -> !line.endsWith("// Until here."))
                        .collect(Collectors.joining("\n"))
                        .stripIndent();
        assertThat(example.lines()).hasSizeLessThanOrEqualTo(10);
        for (String page : new String[] {"../README.md", "docs/java-client.md"}) {
            assertThat(Files.readString(Path.of(page))).as(page).contains(example);
        }
    }

    @Test
    void the_example_configuration_answers() {
        try (Gateway gateway =
                Gateway.open(Path.of("../config.yaml"), Map.of(NO_DOT_ENV, "PRODUCTION"))) {
            assertThat(gateway.chat(ChatRequest.of("demo", Message.user("Hi"))).text())
                    .startsWith("Hello");
            assertThatThrownBy(
                            () -> gateway.chat(ChatRequest.of("gpt-4o-mini", Message.user("Hi"))))
                    .isInstanceOf(GatewayException.UnknownModel.class)
                    .hasMessageContaining("OPENAI_API_KEY, which is not set.");
            assertThatThrownBy(() -> asked(gateway, "nobody-knows-me"))
                    .isInstanceOf(GatewayException.UnknownModel.class)
                    .hasMessage("no model is named 'nobody-knows-me'");
        }
    }

    @Test
    void a_configuration_that_cannot_be_used_tells_everything_at_once() throws IOException {
        Path config =
                config(
                        """
                        model_list: nothing
                        router_settings: {num_retries: many, timeout: -1}
                        """);
        assertThatThrownBy(() -> Gateway.open(config, Map.of()))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e ->
                                assertThat(e.problems())
                                        .anyMatch(sentence -> sentence.contains("model_list"))
                                        .anyMatch(sentence -> sentence.contains("num_retries"))
                                        .anyMatch(sentence -> sentence.contains("timeout"))
                                        .allSatisfy(
                                                sentence ->
                                                        assertThat(e)
                                                                .hasMessageContaining(sentence)));
        assertThatThrownBy(() -> Gateway.open(folder.resolve("none.yaml"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.yaml");
    }

    @Test
    void without_a_configuration_the_environment_says_which_providers_there_are() {
        WireMockServer server = new WireMockServer(options().dynamicPort());
        server.start();
        server.stubFor(
                post(urlEqualTo("/v1/chat/completions"))
                        .willReturn(
                                okJson(
                                        """
                                        {"id":"a","object":"chat.completion","model":"gpt-4o",
                                         "choices":[{"index":0,"finish_reason":"stop","message":
                                          {"role":"assistant","content":"Hi"}}]}\
                                        """)));
        Map<String, String> environment =
                Map.of(
                        NO_DOT_ENV,
                        "PRODUCTION",
                        "OPENAI_API_KEY",
                        "sk-from-the-environment",
                        "OPENAI_API_BASE",
                        server.baseUrl() + "/v1",
                        "OLLAMA_API_BASE",
                        server.baseUrl());
        try (Gateway gateway =
                Gateway.open(environment, SettingsReader::readEveryProvider, folder)) {
            assertThat(asked(gateway, "openai/gpt-4o")).isEqualTo("Hi");
            server.verify(
                    postRequestedFor(urlEqualTo("/v1/chat/completions"))
                            .withHeader(
                                    "Authorization", equalTo("Bearer sk-from-the-environment")));
            assertThat(asked(gateway, "ollama/llama3")).as("needs no key").isEqualTo("Hi");
            assertThatThrownBy(() -> asked(gateway, "anthropic/claude-sonnet-4-5"))
                    .isInstanceOf(GatewayException.UnknownModel.class)
                    .hasMessage(
                            "no model is named 'anthropic/claude-sonnet-4-5': model"
                                    + " \"anthropic/*\": no api_key, and ANTHROPIC_API_KEY is not"
                                    + " set. Add `api_key: os.environ/NAME`, or set"
                                    + " ANTHROPIC_API_KEY.");
        } finally {
            server.stop();
        }
    }

    private static String asked(Gateway gateway, String model) {
        return gateway.chat(ChatRequest.of(model, Message.user("Hi")).withRetries(0)).text();
    }
}
