package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.envelope.Forwarding;
import dev.tollgate.application.setup.RouterRules;
import dev.tollgate.application.setup.StreamRules;
import dev.tollgate.domain.call.FallbackTarget;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.RoutingStrategy;
import dev.tollgate.domain.routing.RoutingStrategy.LatencyBased;
import dev.tollgate.domain.routing.TagRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is said about routing, healing and streams reaches the rules, and mistakes in it are
/// answered.
class RoutingSettingsTest {
    private static final String MODELS =
            """
            model_list:
              - {model_name: a, litellm_params: {model: openai/x, mock_response: hi}}
              - {model_name: b, litellm_params: {model: openai/y, mock_response: hi}}
            """;

    private static CheckedSettings router(String settings) {
        return Configurations.read(MODELS + "router_settings: {" + settings + "}\n");
    }

    private static RouterRules rules(String settings) {
        CheckedSettings read = router(settings);
        assertThat(read.report().problems()).isEmpty();
        assertThat(read.report().notUsedYet()).isEmpty();
        return read.router();
    }

    private static RouterRules own(String settings) {
        CheckedSettings read =
                Configurations.read(MODELS + "tollgate_settings: {" + settings + "}\n");
        assertThat(read.report().problems()).isEmpty();
        return read.router();
    }

    static Stream<Arguments> strategies() {
        return Stream.of(
                Arguments.of("simple-shuffle", new RoutingStrategy.SimpleShuffle()),
                Arguments.of("least-busy", new RoutingStrategy.LeastBusy()),
                Arguments.of("usage-based-routing", new RoutingStrategy.UsageBased()),
                Arguments.of("usage-based-routing-v2", new RoutingStrategy.UsageBased()),
                Arguments.of(
                        "latency-based-routing", new LatencyBased(LatencyBased.DEFAULT_MEMORY, 0)),
                Arguments.of("cost-based-routing", new RoutingStrategy.CostBased()),
                Arguments.of("round-robin", new RoutingStrategy.RoundRobin()));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void every_strategy_has_its_name(String name, RoutingStrategy strategy) {
        assertThat(rules("routing_strategy: " + name).routing())
                .isEqualTo(RoutingRules.of(strategy));
    }

    @Test
    void without_a_word_on_it_calls_are_spread_by_shuffle() {
        assertThat(rules("")).isEqualTo(RouterRules.DEFAULT);
    }

    @Test
    void routing_by_budgets_shuffles_within_them_and_says_so() {
        CheckedSettings settings = router("routing_strategy: provider-budget-routing");

        assertThat(settings.router().routing()).isEqualTo(RoutingRules.DEFAULT);
        assertThat(settings.report().problems())
                .singleElement()
                .extracting(Problem::severity, Problem::rule)
                .containsExactly(
                        Problem.Severity.NOTICE,
                        "spreads calls by simple-shuffle; provider_budget_config holds with every"
                                + " strategy.");
    }

    @Test
    void latency_based_routing_takes_its_arguments() {
        assertThat(
                        rules(
                                        "routing_strategy: latency-based-routing,"
                                                + " routing_strategy_args: {ttl: 10m,"
                                                + " lowest_latency_buffer: 0.5}")
                                .routing()
                                .strategy())
                .isEqualTo(new LatencyBased(Duration.ofMinutes(10), 0.5));
    }

    @Test
    void tags_and_checks_are_taken() {
        RoutingRules routing =
                rules(
                                "enable_tag_filtering: true, tag_filtering_match_any: false,"
                                        + " enable_pre_call_checks: true, optional_pre_call_checks:"
                                        + " [enforce_model_rate_limits]")
                        .routing();

        assertThat(routing.tags()).isEqualTo(new TagRules(true, false));
        assertThat(routing.preCallChecks()).isTrue();
        assertThat(routing.enforceRateLimits()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"router_settings", "general_settings"})
    void results_of_health_checks_route_for_two_intervals_from_either_section(String section) {
        String background = "background_health_checks: true, health_check_interval: 60";
        String yaml =
                section.equals("general_settings")
                        ? "general_settings: {enable_health_check_routing: true, "
                                + background
                                + "}\n"
                        : "router_settings: {enable_health_check_routing: true}\n"
                                + "general_settings: {"
                                + background
                                + "}\n";

        RouterRules rules = Configurations.read(MODELS + yaml).router();

        assertThat(rules.routing().healthFreshness()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void the_freshness_of_health_checks_may_be_stated_and_means_nothing_while_they_do_not_route() {
        String stated = "health_check_staleness_threshold: 90";
        String background = "general_settings: {background_health_checks: true}\n";

        assertThat(
                        Configurations.read(
                                        MODELS
                                                + background
                                                + "router_settings: {enable_health_check_routing:"
                                                + " true, "
                                                + stated
                                                + "}\n")
                                .router()
                                .routing()
                                .healthFreshness())
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(rules(stated).routing().healthFreshness()).isZero();
    }

    @Test
    void a_retry_policy_speaks_of_classes_of_failures() {
        Map<FailureKind, Integer> policy =
                rules(
                                "retry_policy: {DefaultRetries: 1, BadRequestErrorRetries: 0,"
                                        + " InternalServerErrorRetries: 3,"
                                        + " ServiceUnavailableErrorRetries: 4}")
                        .retries()
                        .policy();

        assertThat(policy)
                .containsEntry(FailureKind.BAD_REQUEST, 0)
                .containsEntry(FailureKind.CONTEXT_WINDOW, 0)
                .containsEntry(FailureKind.INTERNAL, 3)
                .containsEntry(FailureKind.CONNECTION, 3)
                .containsEntry(FailureKind.UNAVAILABLE, 4)
                .containsEntry(FailureKind.TIMEOUT, 1)
                .containsEntry(FailureKind.RATE_LIMIT, 1)
                .doesNotContainKey(FailureKind.AUTHENTICATION)
                .doesNotContainKey(FailureKind.CONTENT_POLICY);
    }

    @Test
    void a_group_may_have_a_retry_policy_of_its_own() {
        assertThat(
                        rules("model_group_retry_policy: {a: {TimeoutErrorRetries: 5}}")
                                .retries()
                                .groupPolicies())
                .isEqualTo(Map.of("a", Map.of(FailureKind.TIMEOUT, 5)));
    }

    @Test
    void allowed_fails_may_differ_by_class_of_failure() {
        var cooldowns =
                rules(
                                "allowed_fails: 4, allowed_fails_policy:"
                                        + " {RateLimitErrorAllowedFails: 100,"
                                        + " BadGatewayErrorAllowedFails: 0}")
                        .cooldowns();

        assertThat(cooldowns.allowedFails()).isEqualTo(4);
        assertThat(cooldowns.policy())
                .isEqualTo(Map.of(FailureKind.RATE_LIMIT, 100, FailureKind.BAD_GATEWAY, 0));
    }

    @Test
    void every_class_of_failure_is_accepted_by_both_policies() {
        List<String> classes =
                List.of(
                        "BadRequestError",
                        "AuthenticationError",
                        "TimeoutError",
                        "RateLimitError",
                        "ContentPolicyViolationError",
                        "InternalServerError",
                        "BadGatewayError",
                        "ServiceUnavailableError",
                        "NotFoundError");
        for (String name : classes) {
            assertThat(rules("retry_policy: {" + name + "Retries: 7}").retries().policy().values())
                    .as(name)
                    .isNotEmpty()
                    .containsOnly(7);
            assertThat(
                            router("allowed_fails_policy: {" + name + "AllowedFails: 7}")
                                    .router()
                                    .cooldowns()
                                    .policy()
                                    .values())
                    .as(name)
                    .isNotEmpty()
                    .containsOnly(7);
        }
    }

    @Test
    void settings_of_our_own_reach_the_rules() {
        RouterRules rules =
                own(
                        "max_attempts: 9, longest_retry_after: 20s, easing_time: 1m,"
                                + " continue_streams: false, first_token_timeout: 8,"
                                + " first_byte_timeout: 45, connect_timeout: 3,"
                                + " content_policy_uses_fallbacks: true");

        assertThat(rules.retries().maxAttempts()).isEqualTo(9);
        assertThat(rules.retries().longestRetryAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(rules.routing().easing()).isEqualTo(Duration.ofMinutes(1));
        assertThat(rules.streams()).isEqualTo(new StreamRules(false, Duration.ofSeconds(8)));
        assertThat(rules.times().firstByte()).isEqualTo(Duration.ofSeconds(45));
        assertThat(rules.times().connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(rules.fallbacks().refusedGoesGeneral()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0", "false", "'\"off\"'", "0s"})
    void the_first_token_limit_can_be_turned_off(String off) {
        assertThat(own("first_token_timeout: " + off).streams().firstToken())
                .isEqualTo(StreamRules.NEVER);
        assertThat(own("first_byte_timeout: " + off).times().firstByte()).isZero();
    }

    @Test
    void a_stand_in_may_have_parameters_of_its_own() {
        Map<String, List<FallbackTarget>> chains =
                rules(
                                "fallbacks: [{a: [{model: b, temperature: 0, max_tokens: '20',"
                                    + " messages: [{role: user, content: Hi}], stop: 'null'}]}]")
                        .fallbacks()
                        .general();

        assertThat(chains)
                .isEqualTo(
                        Map.of(
                                "a",
                                List.of(
                                        new FallbackTarget(
                                                "b",
                                                Map.of(
                                                        "temperature",
                                                        "0",
                                                        "max_tokens",
                                                        "20",
                                                        "messages",
                                                        "[{\"role\":\"user\",\"content\":\"Hi\"}]",
                                                        "stop",
                                                        "\"null\"")))));
    }

    @Test
    void a_deployment_takes_patterns_for_tags_and_its_level_from_model_info_as_well() {
        CheckedSettings settings =
                Configurations.read(
                        """
                        model_list:
                          - model_name: a
                            litellm_params: {model: openai/x, mock_response: hi, tag_regex: ["^User-Agent: claude"]}
                            model_info: {order: 3, cooldown_time: 90}
                        """);

        var deployment = settings.deployments().getFirst().deployment();
        assertThat(settings.report().problems()).isEmpty();
        assertThat(deployment.tagPatterns())
                .extracting(Pattern::pattern)
                .containsExactly("^User-Agent: claude");
        assertThat(deployment.limits().order()).isEqualTo(3);
        assertThat(deployment.limits().cooldown()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void a_deployment_with_a_broken_pattern_is_left_out_and_the_others_are_not() {
        CheckedSettings settings =
                Configurations.read(
                        MODELS
                                + "  - {model_name: c, litellm_params: {model: openai/x,"
                                + " mock_response: hi, tag_regex: ['(']}}\n");

        assertThat(settings.report().preventsStart()).isFalse();
        assertThat(settings.deployments()).hasSize(2);
        assertThat(settings.report().errors())
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .startsWith(
                        "config.yaml:4: model_list[2].litellm_params.tag_regex: \"(\" is no regular"
                                + " expression: Unclosed group.");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "retry_policy: {RateLimitErorRetries: 1}",
                        "config.yaml:4: router_settings.retry_policy.RateLimitErorRetries: is no"
                                + " class of failures and has no effect. Did you mean"
                                + " `RateLimitErrorRetries`?"),
                Arguments.of(
                        "retry_policy: {Whatever: 1}",
                        "has no effect. Write one of AuthenticationErrorRetries,"),
                Arguments.of(
                        "retry_policy: {TimeoutErrorRetries: many}",
                        "router_settings.retry_policy.TimeoutErrorRetries = \"many\": must be a"
                                + " whole number."),
                Arguments.of("retry_policy: 3", "router_settings.retry_policy = 3: must be a map"),
                Arguments.of(
                        "allowed_fails_policy: {TimeoutErrorRetries: 1}",
                        "router_settings.allowed_fails_policy.TimeoutErrorRetries: is no class of"
                                + " failures"),
                Arguments.of(
                        "allowed_fails_policy: {BadRequestErrorAllowedFails: 1}",
                        "has no effect: such a failure may be the caller's, and never takes a"
                                + " deployment out."),
                Arguments.of(
                        "model_group_retry_policy: {aa: {DefaultRetries: 1}}",
                        "router_settings.model_group_retry_policy.aa: no model is called \"aa\";"
                                + " the policy is never used."),
                Arguments.of(
                        "routing_strategy: latency-based-routing, routing_strategy_args: {tll: 3}",
                        "router_settings.routing_strategy_args.tll: is not a known key of"
                                + " routing_strategy_args and has no effect. Did you mean `ttl`?"),
                Arguments.of(
                        "routing_strategy: latency-based-routing, routing_strategy_args:"
                                + " {max_latency_list_size: 20}",
                        "latencies are kept as a decaying estimate, not as a list."),
                Arguments.of(
                        "routing_strategy: least-busy, routing_strategy_args: {ttl: 3}",
                        "router_settings.routing_strategy_args: has no effect with least-busy."),
                Arguments.of(
                        "enable_pre_call_check: true",
                        "is read as `enable_pre_call_checks`, which is the key's name."),
                Arguments.of(
                        "optional_pre_call_checks: [enforce_model_rate_limit]",
                        "\"enforce_model_rate_limit\" is no check and has no effect. Did you mean"
                                + " `enforce_model_rate_limits`?"),
                Arguments.of(
                        "optional_pre_call_checks: [prompt_caching]",
                        "prompt_caching is not used yet."),
                Arguments.of(
                        "enable_health_check_routing: true",
                        "has no effect without background health checks. Write"
                                + " `background_health_checks: true` under general_settings."),
                Arguments.of(
                        "fallbacks: [{a: [{model: b, api_key: sk-secret-0123456789}]}]",
                        "config.yaml:4: router_settings.fallbacks[0].a.api_key = (secret): a"
                                + " stand-in has no address or credential of its own here. Give it"
                                + " an entry of model_list, and name that."),
                Arguments.of(
                        "fallbacks: [{a: [{model: b, api_base: 'http://x'}]}]",
                        "a stand-in has no address or credential of its own here."),
                Arguments.of(
                        "fallbacks: [{a: [{model: b, num_retries: 1}]}]",
                        "router_settings.fallbacks[0].a.num_retries: is no request parameter, and"
                                + " has no effect in a stand-in."),
                Arguments.of(
                        "fallbacks: [{a: [{temperature: 1}]}]",
                        "a stand-in with parameters names no `model`."),
                Arguments.of(
                        "max_atempts: 3}\ntollgate_settings: {max_atempts: 3",
                        "tollgate_settings.max_atempts: is not a known key of tollgate_settings and"
                                + " has no effect. Did you mean `max_attempts`?"),
                Arguments.of("max_attempts: 3", "`max_attempts` belongs under tollgate_settings."));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_answered_with_its_remedy(String settings, String sentence) {
        assertThat(router(settings).report().problems())
                .extracting(Problem::sentence)
                .anyMatch(said -> said.contains(sentence));
    }

    @Test
    void headers_are_forwarded_for_all_models_or_for_named_ones() {
        CheckedSettings settings =
                Configurations.read(
                        MODELS
                                + "general_settings: {forward_client_headers_to_llm_api: false,"
                                + " forward_openai_org_id: true, litellm_key_header_name: X-Ours}\n"
                                + "litellm_settings: {model_group_settings:"
                                + " {forward_client_headers_to_llm_api: [a, bb]}}\n");

        assertThat(settings.general().forwarding())
                .isEqualTo(new Forwarding(false, Set.of("a", "bb"), true, "X-Ours"));
        assertThat(settings.report().problems())
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .contains(
                        "litellm_settings.model_group_settings.forward_client_headers_to_llm_api:"
                                + " names \"bb\", but no model is called that.");
    }

    @Test
    void headers_may_name_the_end_user_and_no_other_user() {
        CheckedSettings settings =
                Configurations.read(
                        MODELS
                                + "general_settings: {user_header_name: X-User,"
                                + " user_header_mappings: [{header_name: X-OpenWebUI-User-Id,"
                                + " litellm_user_role: internal_user}, {header_name:"
                                + " X-OpenWebUI-User-Email, litellm_user_role: customer}]}\n");

        assertThat(settings.general().forwarding().customers())
                .containsExactly("x-openwebui-user-email", "x-user");
        assertThat(settings.report().problems())
                .singleElement()
                .extracting(Problem::sentence)
                .asString()
                .contains("user_header_mappings[0].litellm_user_role: has no effect");
    }

    @Test
    void the_misspelt_name_of_pre_call_checks_counts_all_the_same() {
        assertThat(router("enable_pre_call_check: true").router().routing().preCallChecks())
                .isTrue();
    }
}
