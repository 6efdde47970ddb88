package dev.tollgate.adapters.providers.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Tiers;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

class ModelCatalogueTest {
    private static final ModelCatalogue CATALOGUE = ModelCatalogue.bundled();

    @Test
    void every_line_can_be_read() {
        List<ModelCard> cards = cards();

        assertThat(cards).hasSize(4240).allMatch(ModelCard::known);
        assertThat(cards.stream().mapToInt(card -> card.prices().perMillion().size()).sum())
                .isEqualTo(16461);
        assertThat(count(cards.stream().map(ModelCard::mode).toList()))
                .containsAllEntriesOf(
                        Map.of("chat", 3014, "responses", 189, "embedding", 151, "realtime", 55))
                .containsAllEntriesOf(
                        Map.of("image_generation", 407, "video_generation", 85, "ocr", 20, "", 8))
                .hasSize(19);
        assertThat(count(cards.stream().map(ModelCard::provider).toList()))
                .containsAllEntriesOf(
                        Map.of("fireworks_ai", 339, "azure", 322, "openai", 217, "anthropic", 22))
                .hasSize(141);
    }

    @Test
    void no_fact_of_a_line_is_lost() {
        List<ModelCard> cards = cards();

        assertThat(
                        count(
                                cards.stream()
                                        .filter(
                                                card ->
                                                        !card.prices()
                                                                .tiers()
                                                                .thresholds()
                                                                .isEmpty())
                                        .map(card -> card.prices().tiers().rule())
                                        .toList()))
                .isEqualTo(Map.of(Tiers.Rule.OVER, 213, Tiers.Rule.FROM, 43, Tiers.Rule.TABLE, 49));
        assertThat(number(card -> card.prices().perMillion().isEmpty())).isEqualTo(98);
        assertThat(number(card -> !card.lacks().isEmpty())).isEqualTo(1005);
        assertThat(number(card -> !card.capabilities().isEmpty())).isEqualTo(3021);
        assertThat(number(card -> card.maxInputTokens() > 0)).isEqualTo(3385);
        assertThat(number(card -> card.maxOutputTokens() > 0)).isEqualTo(2918);
        assertThat(number(card -> card.dimension() > 0)).isEqualTo(80);
        assertThat(number(card -> card.cacheMinTokens() > 0)).isEqualTo(279);
        assertThat(number(card -> !card.deprecationDate().isEmpty())).isEqualTo(865);
        assertThat(number(card -> !card.regions().isEmpty())).isEqualTo(15);
        assertThat(number(card -> card.prices().perMillion().containsKey("cache_write_1h")))
                .isEqualTo(199);
        assertThat(number(card -> card.prices().rules().containsKey("cache_read_of_input")))
                .isEqualTo(259);
    }

    @Test
    void every_card_that_has_an_input_and_an_output_price_prices_any_usage() {
        Usage usage = new Usage(true, 700_000, 5_000, 100_000, 2_000, 3_000, 4_000, 500, 600);

        assertThat(cards())
                .filteredOn(card -> card.prices().perMillion().containsKey("input"))
                .filteredOn(card -> card.prices().perMillion().containsKey("output"))
                .filteredOn(card -> card.prices().cost(usage).isEmpty())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o, gpt-4o",
        "openai, openai/gpt-4o, gpt-4o",
        "'', gpt-4o, gpt-4o",
        "'', openai/gpt-4o, gpt-4o",
        "'', azure/gpt-4o, azure/gpt-4o",
        "azure, gpt-4o, azure/gpt-4o",
        "azure, azure/gpt-4o, azure/gpt-4o",
        "azure, eu/gpt-4.1-mini, azure/eu/gpt-4.1-mini",
        "anthropic, claude-sonnet-4-5, claude-sonnet-4-5",
        "'', anthropic/claude-sonnet-4-5, claude-sonnet-4-5",
        "deepseek, deepseek-chat, deepseek/deepseek-chat",
        "'', deepseek-chat, deepseek-chat",
        "gemini, gemini-exp-1206, gemini/gemini-exp-1206",
        "vertex_ai, gemini-2.5-flash, gemini-2.5-flash",
        "perplexity, sonar, perplexity/sonar",
        "perplexity, perplexity/sonar, perplexity/sonar",
        "perplexity, perplexity/kimi-k3, perplexity/perplexity/kimi-k3",
        "'', perplexity/perplexity/kimi-k3, perplexity/perplexity/kimi-k3",
        "'', high/1024-x-1024/gpt-image-1, high/1024-x-1024/gpt-image-1",
        "perplexity, perplexity/perplexity/sonar, perplexity/sonar",
        "'', perplexity/perplexity/sonar, perplexity/sonar",
        "openai, ft:gpt-4o-2024-08-06:acme::abc123, ft:gpt-4o-2024-08-06",
        "text-completion-openai, gpt-3.5-turbo-instruct, gpt-3.5-turbo-instruct",
        "cohere, command-r-08-2024, command-r-08-2024",
        "bedrock, anthropic.claude-haiku-4-5-20251001-v1:0,"
                + " anthropic.claude-haiku-4-5-20251001-v1:0",
        "bedrock, us-gov-east-1/anthropic.claude-haiku-4-5-20251001-v1:0,"
                + " bedrock/us-gov-east-1/anthropic.claude-haiku-4-5-20251001-v1:0",
        "bedrock, converse/us.amazon.nova-lite-v1:0, us.amazon.nova-lite-v1:0",
        "bedrock, invoke/us-west-9/amazon.nova-lite-v1:0, amazon.nova-lite-v1:0",
        "bedrock, ca.amazon.nova-lite-v1:0, amazon.nova-lite-v1:0",
        "bedrock, arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-lite-v1:0,"
                + " us.amazon.nova-lite-v1:0",
        "litellm_proxy, gpt-4o, gpt-4o",
        "litellm_proxy, anthropic/claude-sonnet-4-5, ''",
        "hosted_vllm, gpt-4o, ''",
        "groq, gpt-4o, ''",
        "azure, my-gpt4o-deployment, ''",
        "openai, no-such-model, ''",
        "'', no/such/model, ''",
        "openai, '', ''",
        "'', '/', ''",
    })
    void a_model_is_found_under_the_names_users_give_it(String provider, String model, String key) {
        assertThat(CATALOGUE.find(provider, model).key()).isEqualTo(key);
    }

    @Test
    void the_search_models_of_openai_are_billed_one_search_for_each_answer() {
        Usage usage = Usage.of(1_000, 1_000);

        assertThat(CATALOGUE.find("openai", "gpt-4o-search-preview").prices().cost(usage))
                .contains(Usd.of(new BigDecimal("0.0375")));
        assertThat(CATALOGUE.find("openai", "gpt-5-search-api").prices().cost(usage))
                .contains(Usd.of(new BigDecimal("0.02125")));
        assertThat(CATALOGUE.find("openai", "gpt-4o").prices().cost(usage))
                .contains(Usd.of(new BigDecimal("0.0125")));
    }

    @Test
    void a_price_of_the_region_beats_the_general_one() {
        String model = "anthropic.claude-haiku-4-5-20251001-v1:0";

        assertThat(CATALOGUE.findIn("bedrock", "us-gov-east-1", model).key())
                .isEqualTo("bedrock/us-gov-east-1/" + model);
        assertThat(CATALOGUE.findIn("bedrock", "eu-central-9", model).key()).isEqualTo(model);
        assertThat(CATALOGUE.findIn("azure", "eu", "gpt-4.1-mini").key())
                .isEqualTo("azure/eu/gpt-4.1-mini");
    }

    @Test
    void a_base_model_is_the_providers_own_or_anybodys() {
        assertThat(CATALOGUE.findBase("azure", "gpt-4o").key()).isEqualTo("azure/gpt-4o");
        assertThat(CATALOGUE.findBase("azure", "azure/gpt-4o").key()).isEqualTo("azure/gpt-4o");
        assertThat(CATALOGUE.findBase("hosted_vllm", "gpt-4o").key()).isEqualTo("gpt-4o");
        assertThat(CATALOGUE.findBase("hosted_vllm", "groq/none").known()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, openai",
        "gpt-99-turbo, openai",
        "o9-mini, openai",
        "text-embedding-3-small, openai",
        "gpt-3.5-turbo-instruct, openai",
        "claude-sonnet-4-5, anthropic",
        "claude-next-9, anthropic",
        "gemini-2.5-flash, vertex_ai",
        "gemini-flash-latest, vertex_ai",
        "anthropic.claude-haiku-4-5-20251001-v1:0, bedrock",
        "us.amazon.nova-lite-v1:0, bedrock",
        "command-r-08-2024, cohere",
        "gpt-oss-900b, ''",
        "together-ai-21.1b-41b, ''",
        "fireworks-ai-default, ''",
        "openai/gpt-4o, ''",
        "llama3, ''",
        "'', ''",
    })
    void the_provider_of_a_bare_name_is_known(String model, String provider) {
        assertThat(CATALOGUE.providerOf(model)).isEqualTo(provider);
    }

    @Test
    void the_models_of_a_provider_are_bare_names_in_order() {
        assertThat(CATALOGUE.modelsOf("openai"))
                .isSorted()
                .contains("gpt-4o", "gpt-4o-mini", "text-embedding-3-small", "sora-2")
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.contains("-x-") || name.startsWith("openai/"))
                .doesNotContain("container");
        assertThat(CATALOGUE.modelsOf("anthropic")).contains("claude-sonnet-4-5");
        assertThat(CATALOGUE.modelsOf("gemini")).contains("gemini-2.5-flash");
        assertThat(CATALOGUE.modelsOf("vertex_ai")).contains("gemini-2.5-flash", "chirp");
        assertThat(CATALOGUE.modelsOf("bedrock"))
                .contains("us.amazon.nova-lite-v1:0")
                .noneMatch(name -> name.contains("*"));
        assertThat(CATALOGUE.modelsOf("nobody")).isEmpty();
    }

    @Test
    void whatever_is_listed_can_be_found() {
        for (String provider : List.of("openai", "azure", "anthropic", "gemini", "vertex_ai")) {
            assertThat(CATALOGUE.modelsOf(provider))
                    .isNotEmpty()
                    .allMatch(model -> CATALOGUE.find(provider, model).known());
        }
    }

    @Test
    void a_broken_line_is_named() {
        assertThatThrownBy(() -> ModelCatalogue.of("a b chat\na b chat\n"))
                .hasMessage("the model stands twice: a");
        assertThatThrownBy(() -> ModelCatalogue.of("# head\nalone\n"))
                .hasMessage("not a model: alone");
        assertThatThrownBy(() -> ModelCatalogue.of("m p chat input=x").find("p", "m"))
                .hasMessage("the model m cannot be read");
        assertThatThrownBy(() -> ModelCatalogue.of("m p chat input=1 input=2").find("p", "m"))
                .hasRootCauseMessage("input stands twice");
        assertThatThrownBy(() -> ModelCatalogue.of("m p chat  input=1").find("p", "m"))
                .hasRootCauseMessage("not name=value: ''");
    }

    private static int number(Predicate<ModelCard> which) {
        return Math.toIntExact(cards().stream().filter(which).count());
    }

    private static List<ModelCard> cards() {
        return CATALOGUE.names().stream().map(CATALOGUE::listed).toList();
    }

    private static <T> Map<T, Integer> count(Collection<T> things) {
        return things.stream()
                .collect(Collectors.toMap(thing -> thing, _ -> 1, Integer::sum, TreeMap::new));
    }
}
