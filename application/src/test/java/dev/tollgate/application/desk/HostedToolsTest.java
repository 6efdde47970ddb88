package dev.tollgate.application.desk;

import static dev.tollgate.application.desk.LetterFixture.aLetter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.setup.Allowances;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.usage.ServiceTier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Set;

class HostedToolsTest {
    private static final long UNSTATED = Allowances.DEFAULT.toolUses();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"function\",\"function\":{\"name\":\"web_search\"}} | 0 | 0",
                "{\"name\":\"web_search\",\"input_schema\":{\"type\":\"object\"}} | 0 | 0",
                "{\"type\":\"bash_20250124\",\"name\":\"bash\"} | 0 | 0",
                "{\"type\":\"text_editor_20250728\"} | 0 | 0",
                "{\"type\":\"web_search_20250305\",\"max_uses\":3} | 3 | 3",
                "{\"type\":\"web_search_20250305\",\"function\":{\"parameters\":{\"max_uses\":2}}}"
                        + " | 2 | 2",
                "{\"type\":\"web_search\",\"search_context_size\":\"high\"} | 10 | 10",
                "{\"type\":\"web\\u005fsearch\"} | 5 | 5",
                "{\"t\\u0079pe\":\"web_search_preview\"} | 5 | 5",
                "{\"googleSearch\":{}} | 5 | 5",
                "{\"type\":\"web_fetch_20250910\",\"max_uses\":7} | 7 | 0",
                "{\"type\":\"code_execution_20250825\"} | 5 | 0",
                "{\"type\":\"file_search\"} | 5 | 0",
                "{\"type\":\"mcp\",\"server_url\":\"https://a.example\"} | 5 | 0",
                "{\"type\":\"web_search_20250305\",\"max_uses\":999999999999} | 10000 | 10000",
                "{\"type\":\"web_search_20250305\",\"input_schema\":{}} | 5 | 5",
                "{\"type\":\"web_search_20250305\",\"max_uses\":0.5} | 5 | 5",
                "{\"type\":\"web_search_20250305\",\"search_context_size\":\"low\"} | 5 | 5",
            })
    void a_tool_counts_where_the_provider_runs_it(String tool, long uses, long searches) {
        HostedTools tools = tools(aLetter().with("tools", "[" + tool + "]").build());
        assertThat(tools.uses()).isEqualTo(uses);
        assertThat(tools.searches()).isEqualTo(searches);
    }

    @Test
    void search_is_asked_for_in_many_words() {
        assertThat(tools(aLetter().with("web_search_options", "{}").build()).searches())
                .isEqualTo(UNSTATED);
        assertThat(tools(aLetter().with("search_parameters", "{\"mode\": \"off\"}").build()))
                .isEqualTo(HostedTools.NONE);
        assertThat(
                        tools(
                                        aLetter()
                                                .with(
                                                        "search_parameters",
                                                        "{\"max_search_results\": 7}")
                                                .build())
                                .searches())
                .isEqualTo(7);
        assertThat(tools(aLetter().with("mcp_servers", "[{}, {}]").build()).uses())
                .isEqualTo(2 * UNSTATED);
    }

    @Test
    void what_lies_over_a_letter_and_under_it_counts_too() {
        Letter letter =
                aLetter()
                        .with(
                                "extra_body",
                                "{\"a\": [\"]\"], \"tools\": [{\"type\": \"web_search\"}]}")
                        .build();
        Map<String, String> defaults =
                Map.of("tools", "[{\"type\": \"web_search\", \"max_uses\": 2}]");
        Asked asked = new Asked(letter, defaults, Set.of(), Allowances.DEFAULT);
        assertThat(asked.tools().searches()).isEqualTo(UNSTATED + 2);
    }

    @Test
    void a_bound_is_written_into_those_that_have_none() {
        Letter letter =
                aLetter()
                        .with("model", "\"é\"")
                        .with(
                                "tools",
                                "[{\"type\":\"web_search_20250305\",\"name\":\"ü\"},"
                                        + " {\"type\":\"web_fetch_20250910\",\"max_uses\":1}]")
                        .with("web_search_options", "{ }")
                        .build();
        assertThat(new Asked(letter, Map.of(), Set.of(), Allowances.DEFAULT).boundedTools())
                .containsOnly(
                        Map.entry(
                                "tools",
                                "[{\"type\":\"web_search_20250305\",\"name\":\"ü\",\"max_uses\":5},"
                                        + " {\"type\":\"web_fetch_20250910\",\"max_uses\":1}]"),
                        Map.entry("web_search_options", "{ \"max_uses\":5}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"900\"", "0.5", "0", "-1"})
    void a_bound_that_may_be_read_as_none_is_written_anew_behind_it(String odd) {
        String tool = "{\"type\":\"web_search_20250305\",\"max_uses\":" + odd;
        Letter letter = aLetter().with("tools", "[" + tool + "}]").build();
        assertThat(new Asked(letter, Map.of(), Set.of(), Allowances.DEFAULT).boundedTools())
                .containsOnly(Map.entry("tools", "[" + tool + ",\"max_uses\":5}]"));
    }

    @Test
    void a_number_of_answers_in_quotes_is_one_too() {
        Letter letter = aLetter().with("n", "\"3\"").with("best_of", "\" 4.0\"").build();
        assertThat(new Asked(letter, Map.of(), Set.of(), Allowances.DEFAULT).choices())
                .isEqualTo(4);
        Letter odd = aLetter().with("n", "\"many\"").with("best_of", "\"NaN\"").build();
        assertThat(new Asked(odd, Map.of(), Set.of(), Allowances.DEFAULT).choices()).isEqualTo(1);
        Letter python = aLetter().with("n", "\"1_0\"").build();
        assertThat(new Asked(python, Map.of(), Set.of(), Allowances.DEFAULT).choices())
                .isGreaterThan(10);
    }

    @Test
    void each_of_several_prompts_has_its_answers() {
        Letter prompts =
                aLetter()
                        .with("prompt", "[\"a\", \"b\", [1, 2]]")
                        .with("n", 2)
                        .build(Dialect.OPENAI_COMPLETIONS);
        Letter tokens = aLetter().with("prompt", "[1, 2, 3]").build(Dialect.OPENAI_COMPLETIONS);
        assertThat(new Asked(prompts, Map.of(), Set.of(), Allowances.DEFAULT).choices())
                .isEqualTo(6);
        assertThat(new Asked(tokens, Map.of(), Set.of(), Allowances.DEFAULT).choices())
                .isEqualTo(1);
    }

    @Test
    void of_two_tiers_that_are_named_any_may_be_served() {
        Letter letter =
                aLetter()
                        .with("service_tier", "\"flex\"")
                        .with("extra_body", "{\"service_tier\": \"priority\"}")
                        .build();
        assertThat(new Asked(letter, Map.of(), Set.of(), Allowances.DEFAULT).tier())
                .isEqualTo(ServiceTier.UNSTATED);
    }

    @Test
    void images_files_and_sounds_are_counted_by_the_names_of_what_holds_them() {
        assertThat(
                        MediaParts.in(
                                aLetter()
                                        .with(
                                                "messages",
                                                "[{\"image_url\":{}},{\"file_id\" :"
                                                    + " 1},{\"text\":\"source\"},{\"text\":\"\\\"file_id\\\":"
                                                    + " 1\"},{\"image\\u005furl\":{}}]")
                                        .build()))
                .isEqualTo(3);
    }

    private static HostedTools tools(Letter letter) {
        return new Asked(letter, Map.of(), Set.of(), Allowances.DEFAULT).tools();
    }
}
