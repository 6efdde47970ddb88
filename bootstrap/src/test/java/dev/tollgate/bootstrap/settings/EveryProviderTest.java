package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EveryProviderTest {
    @Test
    void every_provider_that_has_its_key_or_needs_none_serves_all_its_models() {
        CheckedSettings settings =
                new Configurations()
                        .variable("OPENAI_API_KEY", "sk-from-the-environment")
                        .reader()
                        .readEveryProvider();

        assertThat(settings.report().preventsStart()).isFalse();
        assertThat(settings.deployments())
                .extracting(spec -> spec.deployment().group())
                .containsExactlyInAnyOrder("openai/*", "ollama/*");
        assertThat(settings.deployments())
                .allMatch(spec -> spec.deployment().wildcard())
                .anyMatch(
                        spec ->
                                spec.settings()
                                        .apiKey()
                                        .reveal()
                                        .equals("sk-from-the-environment"));
    }

    @Test
    void a_dot_env_file_has_its_say() {
        CheckedSettings settings =
                new Configurations()
                        .file(".env", "GROQ_API_KEY=gsk-from-the-file")
                        .reader()
                        .readEveryProvider();
        assertThat(settings.deployments())
                .extracting(spec -> spec.deployment().group())
                .containsExactlyInAnyOrder("groq/*", "ollama/*");
    }
}
