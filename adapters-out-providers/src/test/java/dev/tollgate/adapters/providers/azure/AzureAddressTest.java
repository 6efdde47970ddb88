package dev.tollgate.adapters.providers.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.Calls;
import dev.tollgate.adapters.providers.Deployments;
import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.openai.OpenAiProtocol;
import dev.tollgate.adapters.providers.protocol.UpstreamRequest;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class AzureAddressTest {
    private static final String RESOURCE = "https://r.openai.azure.com";

    private final OpenAiProtocol protocol =
            new OpenAiProtocol(ProviderDirectory.load(), new AzureAddress());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // Dated versions: a path per deployment.
                "| 2024-10-21 | /openai/deployments/dep/chat/completions?api-version=2024-10-21",
                "/ | 2024-10-21 | /openai/deployments/dep/chat/completions?api-version=2024-10-21",
                "/openai | 2024-10-21 |"
                        + " /openai/deployments/dep/chat/completions?api-version=2024-10-21",
                "| '' | /openai/deployments/dep/chat/completions?api-version=2025-02-01-preview",
                // Versions by name: the newer surface.
                "| v1 | /openai/v1/chat/completions",
                "| latest | /openai/v1/chat/completions",
                "| preview | /openai/v1/chat/completions?api-version=preview",
                "/openai/v1 | '' | /openai/v1/chat/completions",
                "/openai/v1/ | 2024-10-21 | /openai/v1/chat/completions",
                // Full URLs stay.
                "/openai/deployments/own | 2024-10-21 |"
                        + " /openai/deployments/own/chat/completions?api-version=2024-10-21",
                "/openai/deployments/own/chat/completions?api-version=2023-05-15 | 2024-10-21 |"
                        + " /openai/deployments/own/chat/completions?api-version=2023-05-15",
            })
    void base_and_version_make_the_url(String base, String version, String url) {
        Deployments deployment =
                Deployments.of("azure")
                        .model("dep")
                        .base(RESOURCE + (base == null ? "" : base))
                        .apiVersion(version);
        assertThat(request(deployment, "dep").url()).hasToString(RESOURCE + url);
    }

    @Test
    void each_endpoint_has_its_operation_and_odd_names_are_encoded() {
        Deployments deployment =
                Deployments.of("azure").base(RESOURCE).apiVersion("2024-10-21").model("my dep/1");
        assertThat(
                        protocol.request(
                                        Calls.call(
                                                Dialect.OPENAI_EMBEDDINGS,
                                                "{\"model\":\"g\"}",
                                                false,
                                                false,
                                                CallOverrides.NONE),
                                        deployment.settings(),
                                        "my dep/1")
                                .url())
                .hasToString(
                        RESOURCE
                                + "/openai/deployments/my%20dep%2F1/embeddings?api-version=2024-10-21");
    }

    @Test
    void a_series_prefix_chooses_rules_and_is_no_part_of_the_name() {
        UpstreamRequest request =
                protocol.request(
                        Calls.chat("{\"model\":\"g\",\"max_tokens\":5}"),
                        Deployments.of("azure").base(RESOURCE).apiVersion("v1").settings(),
                        "o_series/dep");
        assertThat(Calls.body(request))
                .isEqualTo("{\"model\":\"dep\",\"max_completion_tokens\":5}");
    }

    @Test
    void a_key_goes_into_its_own_header_and_a_token_into_authorization() {
        Deployments keyed = Deployments.of("azure").base(RESOURCE).adToken("entra");
        HeaderLines byKey = request(keyed, "dep").headers();
        assertThat(byKey.first("api-key")).contains("sk-upstream-secret");
        assertThat(byKey.first("authorization")).isEmpty();

        Deployments token = Deployments.of("azure").base(RESOURCE).key("").adToken("entra");
        HeaderLines byToken = request(token, "dep").headers();
        assertThat(byToken.first("authorization")).contains("Bearer entra");
        assertThat(byToken.first("api-key")).isEmpty();
    }

    @Test
    void a_missing_deployment_is_not_found() {
        ProviderFailure failure =
                failure(
                        404,
                        "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"The API"
                                + " deployment for this resource does not exist.\"}}");
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.code()).isEqualTo("DeploymentNotFound");
    }

    @Test
    void a_filtered_prompt_is_a_matter_of_policy_by_either_code() {
        for (String codes :
                new String[] {
                    "\"code\":\"content_filter\"",
                    "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\","
                            + "\"content_filter_result\":{\"hate\":{\"filtered\":true}}}"
                }) {
            ProviderFailure failure =
                    failure(400, "{\"error\":{\"message\":\"Filtered.\"," + codes + "}}");
            assertThat(failure.kind()).as(codes).isEqualTo(FailureKind.CONTENT_POLICY);
            assertThat(failure.message()).isEqualTo("Filtered.");
        }
    }

    private UpstreamRequest request(Deployments deployment, String model) {
        return protocol.request(Calls.chat("{\"model\":\"g\"}"), deployment.settings(), model);
    }

    private ProviderFailure failure(int status, String body) {
        return protocol.failure(
                Deployments.of("azure").settings(),
                status,
                HeaderLines.NONE,
                body.getBytes(StandardCharsets.UTF_8));
    }
}
