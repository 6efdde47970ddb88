package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.routing.RoutingStrategy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The two files that a newcomer's guide shows.
class GuideFilesTest {
    static final String FIRST =
            """
            model_list:
              # OpenAI
              - model_name: gpt-4o
                litellm_params:
                  model: openai/gpt-4o
                  api_key: os.environ/OPENAI_API_KEY
              # Anthropic
              - model_name: claude-sonnet
                litellm_params:
                  model: anthropic/claude-sonnet-4-5
                  api_key: os.environ/ANTHROPIC_API_KEY
              # Azure OpenAI
              - model_name: azure-gpt-4o
                litellm_params:
                  model: azure/my-gpt4o-deployment
                  api_base: os.environ/AZURE_API_BASE
                  api_key: os.environ/AZURE_API_KEY
                  api_version: "2025-01-01-preview"
              # Ollama (local)
              - model_name: llama3-local
                litellm_params:
                  model: ollama/llama3
                  api_base: http://localhost:11434
              # AWS Bedrock
              - model_name: bedrock-claude
                litellm_params:
                  model: bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0
                  aws_region_name: us-east-1
            litellm_settings:
              num_retries: 3
              request_timeout: 30
            general_settings:
              master_key: os.environ/LITELLM_MASTER_KEY
            """;
    static final String SECOND =
            """
            model_list:
              - model_name: gpt-4o
                litellm_params:
                  model: openai/gpt-4o
                  api_key: os.environ/OPENAI_API_KEY_1
                  rpm: 500
              - model_name: gpt-4o
                litellm_params:
                  model: openai/gpt-4o
                  api_key: os.environ/OPENAI_API_KEY_2
                  rpm: 500
              - model_name: claude-fallback
                litellm_params:
                  model: anthropic/claude-sonnet-4-5
                  api_key: os.environ/ANTHROPIC_API_KEY
            router_settings:
              routing_strategy: least-busy
              num_retries: 2
              timeout: 30
            litellm_settings:
              fallbacks:
                - {"gpt-4o": ["claude-fallback"]}
              context_window_fallbacks:
                - {"gpt-4o": ["claude-fallback"]}
            """;

    @Test
    void the_first_file_serves_what_has_its_key_and_says_what_the_rest_lacks() {
        CheckedSettings settings =
                Configurations.with(FIRST)
                        .variable("OPENAI_API_KEY", "sk-openai-0123456789")
                        .variable("AZURE_API_BASE", "https://me.openai.azure.com/")
                        .variable("AZURE_API_KEY", "0123456789abcdef")
                        .variable("LITELLM_MASTER_KEY", "sk-a-long-enough-master-key")
                        .read();

        assertThat(settings.report().preventsStart()).isFalse();
        assertThat(settings.deployments())
                .extracting(spec -> spec.deployment().group())
                .containsExactly("gpt-4o", "azure-gpt-4o", "llama3-local");
        assertThat(settings.report().lines())
                .contains(
                        "            config.yaml:11: model_list[1].litellm_params.api_key: model"
                                + " \"claude-sonnet\": api_key refers to ANTHROPIC_API_KEY, which"
                                + " is not set. Set ANTHROPIC_API_KEY, for instance in `.env`.",
                        "            config.yaml:27: model_list[4].litellm_params.model: model"
                                + " \"bedrock-claude\": provider bedrock is not served yet.",
                        "not used yet litellm_params: aws_region_name");
        assertThat(settings.router().retries().numRetries()).isEqualTo(3);
        assertThat(settings.router().times().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.general().masterKey())
                .isEqualTo(Secret.of("sk-a-long-enough-master-key"));
        assertThat(settings.deployments().get(1).settings().apiBase())
                .isEqualTo("https://me.openai.azure.com");
        assertThat(settings.deployments().get(1).settings().apiVersion())
                .isEqualTo("2025-01-01-preview");
    }

    @Test
    void the_second_file_spreads_over_two_keys_and_falls_back() {
        CheckedSettings settings =
                Configurations.with(SECOND)
                        .variable("OPENAI_API_KEY_1", "sk-openai-1-0123456789")
                        .variable("OPENAI_API_KEY_2", "sk-openai-2-0123456789")
                        .variable("ANTHROPIC_API_KEY", "sk-ant-0123456789")
                        .read();

        assertThat(settings.report().hasErrors()).isFalse();
        assertThat(settings.deployments()).hasSize(3);
        assertThat(settings.deployments().get(0).deployment().id())
                .isNotEqualTo(settings.deployments().get(1).deployment().id());
        assertThat(settings.deployments().get(0).deployment().share().rpm()).isEqualTo(500);
        assertThat(settings.router().fallbacks().general())
                .isEqualTo(Map.of("gpt-4o", List.of(FallbackTarget.of("claude-fallback"))));
        assertThat(settings.router().fallbacks().contextWindow())
                .isEqualTo(Map.of("gpt-4o", List.of(FallbackTarget.of("claude-fallback"))));
        assertThat(settings.router().routing().strategy())
                .isEqualTo(new RoutingStrategy.LeastBusy());
        assertThat(settings.report().problems()).isEmpty();
    }
}
