package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.catalog.ModelAlias;
import dev.tollgate.domain.failure.FailureKind;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One file with nearly every common key.
class ReferenceFileTest {
    static final String FILE =
            """
            environment_variables:
              REDIS_HOST: os.environ/MY_REDIS
            include: [extra-models.yaml]
            credential_list:
              - credential_name: eu-azure
                credential_values: {api_key: os.environ/AZ_KEY, api_base: "https://eu.example.net", api_version: "2024-10-21"}
                credential_info: {description: EU}
            model_list:
              - model_name: main
                litellm_params: {model: azure/main-eu, litellm_credential_name: eu-azure, rpm: 600, order: 1, tags: [eu]}
                model_info: {id: main-eu, base_model: azure/gpt-4o, access_groups: [prod]}
              - model_name: main
                litellm_params: {model: openai/gpt-4o, api_key: os.environ/OPENAI_API_KEY, weight: 2, order: 2, timeout: 30, stream_timeout: 10}
              - model_name: local
                litellm_params: {model: openai/qwen, api_base: "http://vllm:8000/v1", api_key: none, input_cost_per_token: 0, output_cost_per_token: 0}
              - model_name: "anthropic/*"
                litellm_params: {model: "anthropic/*", api_key: os.environ/ANTHROPIC_API_KEY}
              - model_name: embed
                litellm_params: {model: text-embedding-3-small, api_key: os.environ/OPENAI_API_KEY}
                model_info: {mode: embedding}
            litellm_settings:
              drop_params: true
              num_retries: 1
              request_timeout: 120
              context_window_fallbacks: [{local: [main]}]
              default_fallbacks: [local]
              cache: true
              cache_params: {type: redis, ttl: 600, supported_call_types: [acompletion, aembedding]}
              callbacks: [prometheus]
            router_settings:
              routing_strategy: simple-shuffle
              model_group_alias: {gpt-4: main, secret: {model: main, hidden: true}}
              fallbacks: [{main: [local]}]
              allowed_fails: 2
              cooldown_time: 20
              retry_policy: {RateLimitErrorRetries: 2, TimeoutErrorRetries: 0}
              enable_pre_call_checks: true
            general_settings:
              master_key: os.environ/LITELLM_MASTER_KEY
              alerting: [slack]
              background_health_checks: true
            """;
    static final String INCLUDED =
            """
            model_list:
              - model_name: extra
                litellm_params: {model: groq/llama-3.3-70b, api_key: os.environ/GROQ_API_KEY}
            litellm_settings:
              num_retries: 4
            """;

    static Configurations complete() {
        return Configurations.with(FILE)
                .file("extra-models.yaml", INCLUDED)
                .variable("MY_REDIS", "redis.internal")
                .variable("AZ_KEY", "azure-key-0123456789")
                .variable("OPENAI_API_KEY", "sk-openai-0123456789")
                .variable("ANTHROPIC_API_KEY", "sk-ant-0123456789")
                .variable("GROQ_API_KEY", "gsk_0123456789")
                .variable("LITELLM_MASTER_KEY", "sk-a-long-enough-master-key");
    }

    @Test
    void every_deployment_is_ready() {
        CheckedSettings settings = complete().read();

        assertThat(settings.report().hasErrors()).isFalse();
        assertThat(settings.deployments())
                .extracting(spec -> spec.deployment().group())
                .containsExactly("main", "main", "local", "anthropic/*", "embed", "extra");
    }

    @Test
    void a_credential_fills_in_what_the_entry_leaves_open() {
        var azure = complete().read().deployments().getFirst();

        assertThat(azure.deployment().id().value()).isEqualTo("main-eu");
        assertThat(azure.settings().apiBase()).isEqualTo("https://eu.example.net");
        assertThat(azure.settings().apiKey().reveal()).isEqualTo("azure-key-0123456789");
        assertThat(azure.settings().apiVersion()).isEqualTo("2024-10-21");
        assertThat(azure.deployment().tags()).containsExactly("eu");
        assertThat(azure.deployment().limits().order()).isEqualTo(1);
        assertThat(azure.deployment().card().maxInputTokens()).isEqualTo(128_000);
    }

    @Test
    void a_bare_model_is_served_by_the_provider_that_has_it() {
        var embed = complete().read().deployments().get(4);

        assertThat(embed.deployment().provider()).isEqualTo("openai");
        assertThat(embed.deployment().model()).isEqualTo("text-embedding-3-small");
        assertThat(embed.deployment().card().mode()).isEqualTo("embedding");
    }

    @Test
    void prices_of_the_entry_beat_the_catalogues() {
        var local = complete().read().deployments().get(2);

        assertThat(local.deployment().card().prices().perMillion().get("input"))
                .isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(local.deployment().card().prices().free()).isTrue();
    }

    @Test
    void routing_comes_from_both_sections() {
        CheckedSettings settings = complete().read();

        assertThat(settings.aliases())
                .isEqualTo(
                        Map.of(
                                "gpt-4",
                                new ModelAlias("main", false),
                                "secret",
                                new ModelAlias("main", true)));
        assertThat(settings.router().fallbacks().general())
                .isEqualTo(
                        Map.of(
                                "main",
                                FallbackTarget.of(List.of("local")),
                                "*",
                                FallbackTarget.of(List.of("local"))));
        assertThat(settings.router().fallbacks().contextWindow())
                .isEqualTo(Map.of("local", FallbackTarget.of(List.of("main"))));
        assertThat(settings.router().cooldowns().allowedFails()).isEqualTo(2);
        assertThat(settings.router().cooldowns().cooldown()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.router().times().timeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(settings.router().retries().policy())
                .isEqualTo(Map.of(FailureKind.RATE_LIMIT, 2, FailureKind.TIMEOUT, 0));
        assertThat(settings.router().routing().preCallChecks()).isTrue();
        assertThat(settings.general().healthChecks().background()).isTrue();
        assertThat(settings.environment().get("REDIS_HOST")).hasValue("redis.internal");
    }

    @Test
    void an_included_value_beats_the_main_files_and_is_reported() {
        CheckedSettings settings = complete().read();

        assertThat(settings.router().retries().numRetries()).isEqualTo(4);
        assertThat(settings.litellm().dropParams()).isTrue();
        assertThat(settings.report().problems())
                .extracting(Problem::sentence)
                .contains(
                        "extra-models.yaml:5: litellm_settings.num_retries: is set in config.yaml"
                                + " line 23 too; the included file's value counts. Remove one of"
                                + " them.");
    }

    @Test
    void keys_without_effect_are_listed_by_section() {
        assertThat(complete().read().report().notUsedYet())
                .doesNotContainKeys("router_settings", "general_settings", "model_info")
                .containsEntry("litellm_settings", List.of("cache", "cache_params", "callbacks"));
    }

    @Test
    void no_secret_is_in_the_report_or_in_any_text_of_the_settings() {
        CheckedSettings settings = complete().read();

        String all = settings + "\n" + String.join("\n", settings.report().lines());

        assertThat(all)
                .doesNotContain("azure-key-0123456789")
                .doesNotContain("sk-openai-0123456789")
                .doesNotContain("sk-ant-0123456789")
                .doesNotContain("gsk_0123456789")
                .doesNotContain("sk-a-long-enough-master-key");
    }
}
