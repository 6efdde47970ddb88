package dev.tollgate.adapters.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.adapters.providers.directory.ProviderEntry.Kind;
import dev.tollgate.adapters.providers.directory.Traits.Range;
import dev.tollgate.adapters.providers.directory.Traits.Special;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ProviderDirectoryTest {
    private final ProviderDirectory directory = ProviderDirectory.load();

    @Test
    void a_hundred_providers_and_more_are_served() {
        assertThat(directory.prefixes())
                .filteredOn(prefix -> entry(prefix).kind() != Kind.NOT_YET)
                .hasSizeGreaterThanOrEqualTo(100)
                .allSatisfy(prefix -> assertThat(entry(prefix).endpoints()).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "openai, https://api.openai.com/v1, OPENAI_API_KEY",
                "mistral, https://api.mistral.ai/v1, MISTRAL_API_KEY",
                "groq, https://api.groq.com/openai/v1, GROQ_API_KEY",
                "xai, https://api.x.ai/v1, XAI_API_KEY",
                "deepseek, https://api.deepseek.com/beta, DEEPSEEK_API_KEY",
                "perplexity, https://api.perplexity.ai, PERPLEXITYAI_API_KEY PERPLEXITY_API_KEY",
                "openrouter, https://openrouter.ai/api/v1, OPENROUTER_API_KEY OR_API_KEY",
                "deepinfra, https://api.deepinfra.com/v1/openai, DEEPINFRA_API_KEY",
                "cerebras, https://api.cerebras.ai/v1, CEREBRAS_API_KEY",
                "moonshot, https://api.moonshot.ai/v1, MOONSHOT_API_KEY",
                "huggingface, https://router.huggingface.co/v1, HF_TOKEN HUGGINGFACE_API_KEY",
                "clarifai, https://api.clarifai.com/v2/ext/openai/v1,"
                        + " CLARIFAI_API_KEY CLARIFAI_PAT",
                "scaleway, https://api.scaleway.ai/v1, SCW_SECRET_KEY",
                "hosted_vllm, '', HOSTED_VLLM_API_KEY",
                "vllm, '', -",
            })
    void a_provider_has_its_address_and_its_key(String prefix, String base, String variables) {
        assertThat(entry(prefix).baseUrl()).isEqualTo(base);
        assertThat(entry(prefix).keyVariables())
                .isEqualTo(variables == null ? List.of() : List.of(variables.split(" ")));
    }

    @Test
    void each_trait_says_what_it_says() {
        Traits traits =
                parsed(
                                "scheme=Token header=X-K:{key} append=/v1 chat-path=/c rename=a>b"
                                        + " lack=c,d only=e,f choice=required>any choice=auto"
                                        + " clip=g:0:1.5 zero=g:0.1 least-for-many=g:0.3"
                                        + " values=h:i,j reasoning-lack=k,l reasoning-name=m,n"
                                        + " strip=o,p plain nonull stop=4 o-rules"
                                        + " model-prefix=p/q/ model-root=p/ model-tail foundry"
                                        + " baseten-host clarifai-model prefix-echo")
                        .traits();

        assertThat(traits)
                .isEqualTo(
                        new Traits(
                                Map.of("a", "b"),
                                Set.of("c", "d"),
                                Set.of("e", "f"),
                                Map.of("required", "any"),
                                true,
                                Map.of("g", new Range(BigDecimal.ZERO, new BigDecimal("1.5"))),
                                Map.of("g", new BigDecimal("0.1")),
                                Map.of("g", new BigDecimal("0.3")),
                                Map.of("h", Set.of("i", "j")),
                                Set.of("k", "l"),
                                Set.of("m", "n"),
                                Set.of("o", "p"),
                                true,
                                true,
                                4,
                                true,
                                "Token",
                                Map.of("X-K", "{key}"),
                                "/v1",
                                "/c",
                                "p/q/",
                                "p/",
                                Set.of(Special.values())));
        assertThat(parsed("prefix").traits().special()).containsExactly(Special.PREFIX);
        assertThat(parsed("azure").kind()).isEqualTo(Kind.AZURE);
        assertThat(parsed("anthropic").kind()).isEqualTo(Kind.ANTHROPIC);
        assertThat(parsed("not-yet").kind()).isEqualTo(Kind.NOT_YET);
        assertThat(parsed("keyless").keyOptional()).isTrue();
        assertThat(parsed("-").keyOptional()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x | - | - | - | chat",
                "| - | - | - | chat | -",
                "x | - | - | - | chat | no-such-trait",
                "x | - | - | - | chat | rename=a",
                "x | - | - | - | chat | clip=a:1",
                "x | - | - | - | chat | zero=a",
                "x | - | - | - | chat | values=a",
                "x | https://{region}.test | - | - | chat | -",
            })
    void a_line_that_cannot_be_read_is_named(String line) {
        assertThatThrownBy(() -> ProviderDirectory.parse(List.of(line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line);
    }

    @Test
    void a_prefix_stands_once() {
        String line = "x | - | - | - | chat | -";
        assertThatThrownBy(() -> ProviderDirectory.parse(List.of(line, line)))
                .hasMessageContaining("listed twice: x");
    }

    private static ProviderEntry parsed(String traits) {
        return EntryLine.parse("x | - | - | - | chat | " + traits);
    }

    private ProviderEntry entry(String prefix) {
        return directory.find(prefix).orElseThrow();
    }
}
