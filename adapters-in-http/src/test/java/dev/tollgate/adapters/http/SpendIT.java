package dev.tollgate.adapters.http;

import static dev.tollgate.application.testkit.contract.EntryDraft.NOON;
import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;
import static dev.tollgate.application.testkit.contract.EntryDraft.usd;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.adapters.http.Gateway.Answer;
import dev.tollgate.application.memory.InMemoryLedger;
import dev.tollgate.application.setup.MoneyRules;
import dev.tollgate.application.testkit.contract.EntryDraft;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.call.Transcript;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was spent, in the shapes that dashboards and scripts know.
class SpendIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DAYS = "start_date=2026-03-01&end_date=2026-03-05";

    private final Gateway gateway = new Gateway();

    @BeforeEach
    void spend() {
        Payer ana = new Payer("k1", "hash-1", "ci-runner", "ana", "t1", "search", "acme", "cy");
        Payer bob = new Payer("k2", "hash-2", "", "bob", "", "", "", "");
        Outcome refused = new Outcome(Status.FAILURE, "429", "too many");
        Target target =
                new Target(
                        "east", "fast", "openai", "gpt-4o", "http://e", "chatcmpl-7", "2026-11-23");
        post(anEntry().of(ana).tagged("ci").at(target).costing("0.25"));
        post(anEntry().of(ana).startedAt(NOON.plusSeconds(1)).costing("0").ending(refused));
        post(anEntry().of(bob).startedAt(NOON.plusSeconds(86_400)).model("gpt-5").costing("2"));
    }

    private void post(EntryDraft entry) {
        assertThat(new InMemoryLedger(gateway.books).post(List.of(entry.build()))).isEmpty();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static MoneyRules money(Budget gateway, Budget provider) {
        MoneyRules usual = MoneyRules.DEFAULT;
        return new MoneyRules(
                usual.zone(),
                List.of(gateway),
                usual.unknownCustomer(),
                usual.unknownCustomerRow(),
                Map.of(new DeploymentId("east"), List.of(provider)),
                usual.defaults(),
                usual.unsent(),
                usual.allowances(),
                usual.shortened(),
                usual.pricedOnly(),
                usual.userBudgetOnTeamKeys(),
                usual.everyCallKept());
    }

    private JsonNode got(String path) throws IOException {
        Answer answer = gateway.ask(Gateway.get(path));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private Answer asked(String key, String path) throws IOException {
        return gateway.ask(
                "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, key));
    }

    @Test
    void a_page_of_logs_says_how_many_rows_there_are() throws Exception {
        JsonNode page = got("/spend/logs/v2?" + DAYS + "&page_size=2&page=2");

        assertThat(page.path("total").asInt()).isEqualTo(3);
        assertThat(page.path("total_pages").asInt()).isEqualTo(2);
        assertThat(page.path("data")).hasSize(1);
        JsonNode row = page.at("/data/0");
        assertThat(row.path("request_id").asText()).isEqualTo("chatcmpl-7");
        assertThat(row.path("api_key").asText()).isEqualTo("hash-1");
        assertThat(row.path("spend").toString()).isEqualTo("0.25");
        assertThat(row.path("total_tokens").asInt()).isEqualTo(110);
        assertThat(row.path("startTime").asText()).isEqualTo("2026-03-04T12:00:00.000Z");
        assertThat(row.path("endTime").asText()).isEqualTo("2026-03-04T12:00:00.250Z");
        assertThat(row.path("model_group").asText()).isEqualTo("fast");
        assertThat(row.path("end_user").asText()).isEqualTo("cy");
        assertThat(row.at("/request_tags/0").asText()).isEqualTo("ci");
        assertThat(row.path("status").asText()).isEqualTo("success");
        assertThat(row.at("/metadata/user_api_key_alias").asText()).isEqualTo("ci-runner");
        assertThat(row.at("/metadata/price_version").asText()).isEqualTo("2026-11-23");
    }

    @Test
    void logs_are_filtered_and_sorted() throws Exception {
        assertThat(got("/spend/logs/ui?" + DAYS + "&status_filter=failure").path("data"))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(
                                                row.at("/metadata/error_information/error_code")
                                                        .asText())
                                        .isEqualTo("429"));
        assertThat(got("/spend/logs/v2?" + DAYS + "&min_spend=1").path("total").asInt())
                .isEqualTo(1);
        assertThat(
                        got("/spend/logs/v2?" + DAYS + "&sort_by=spend&sort_order=asc")
                                .at("/data/2/spend")
                                .toString())
                .isEqualTo("2.0");
    }

    @Test
    void logs_are_found_by_the_keys_alias_and_by_what_went_wrong() throws Exception {
        Outcome spent = new Outcome(Status.REFUSED, "BudgetSpent", "Budget has been exceeded!");
        Outcome limited = new Outcome(Status.FAILURE, "RATE_LIMIT 429", "slow down");
        post(anEntry().startedAt(NOON.plusSeconds(2)).ending(spent));
        post(anEntry().startedAt(NOON.plusSeconds(3)).ending(limited));
        String logs = "/spend/logs/v2?" + DAYS;

        assertThat(got(logs + "&key_alias=ci-r").path("total").asInt()).isEqualTo(2);
        assertThat(got(logs + "&key_alias=CI").path("total").asInt()).isZero();
        JsonNode found = got(logs + "&error_code=429");
        assertThat(found.findValuesAsText("error_code")).containsOnly("429").hasSize(3);
        assertThat(found.findValuesAsText("error_class"))
                .containsExactly("RateLimitError", "BudgetExceededError", "RateLimitError");
        assertThat(got(logs + "&error_code=500").path("total").asInt()).isZero();
        assertThat(got(logs + "&error_code=BudgetSpent").path("total").asInt()).isEqualTo(1);
        assertThat(got(logs + "&error_message=exceeded!").findValuesAsText("error_message"))
                .containsExactly("Budget has been exceeded!");
        assertThat(got(logs + "&error_message=slow&error_code=429").path("total").asInt())
                .isEqualTo(1);
    }

    @Test
    void what_pages_cannot_be_sorted_by_is_named() throws Exception {
        for (String sort : List.of("sort_by=moon", "sort_order=up")) {
            Answer answer = gateway.ask(Gateway.get("/spend/logs/v2?" + DAYS + "&" + sort));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("bad_request", "must be one of");
        }
        for (String sort : List.of("endTime", "model", "ttft_ms", "request_duration_ms")) {
            String path = "/spend/logs/v2?" + DAYS + "&sort_order=ASC&sort_by=" + sort;
            assertThat(got(path).path("data")).hasSize(3);
        }
    }

    @Test
    void pages_need_dates_that_are_dates() throws Exception {
        for (String query : List.of("", "?start_date=2026-03-01", "?start_date=x&end_date=y")) {
            Answer answer = gateway.ask(Gateway.get("/spend/logs/v2" + query));
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.body()).contains("_date", "bad_request");
        }
    }

    @Test
    void logs_between_dates_are_summed_up_by_day() throws Exception {
        JsonNode days = got("/spend/logs?start_date=2026-03-04&end_date=2026-03-06");

        assertThat(days).hasSize(3);
        assertThat(days.at("/0/startTime").asText()).isEqualTo("2026-03-04");
        assertThat(days.at("/0/spend").toString()).isEqualTo("0.25");
        assertThat(days.at("/0/users/ana").toString()).isEqualTo("0.25");
        assertThat(days.at("/0/models/gpt-4o").toString()).isEqualTo("0.25");
        assertThat(days.at("/0/hash-1").toString()).isEqualTo("0.25");
        assertThat(days.at("/2/spend").toString()).isEqualTo("0.0");
    }

    @Test
    void logs_without_summary_are_rows() throws Exception {
        assertThat(got("/spend/logs?summarize=false")).hasSize(3);
        assertThat(got("/spend/logs?request_id=chatcmpl-7")).hasSize(1);
        assertThat(got("/spend/logs?api_key=hash-2")).hasSize(1);
    }

    @Test
    void activity_is_told_day_by_day_with_totals_of_all_pages() throws Exception {
        JsonNode page = got("/user/daily/activity?" + DAYS + "&page_size=1");

        assertThat(page.at("/results/0/date").asText()).isEqualTo("2026-03-05");
        assertThat(page.at("/results/0/metrics/spend").toString()).isEqualTo("2.0");
        assertThat(page.at("/results/0/breakdown/models/gpt-5/metrics/api_requests").asInt())
                .isEqualTo(1);
        assertThat(page.at("/metadata/total_spend").toString()).isEqualTo("2.25");
        assertThat(page.at("/metadata/total_failed_requests").asInt()).isEqualTo(1);
        assertThat(page.at("/metadata/total_pages").asInt()).isEqualTo(2);
        assertThat(page.at("/metadata/has_more").asBoolean()).isTrue();
    }

    @Test
    void activity_is_broken_down_by_endpoint_and_names_teams() throws Exception {
        post(anEntry().typed("aembedding").model("embed"));
        post(anEntry().typed("").model("older"));
        String team = "{\"team_id\":\"t1\",\"team_alias\":\"Search\"}";
        assertThat(gateway.ask(Gateway.post("/team/new", team)).status()).isEqualTo(200);

        JsonNode endpoints =
                got("/user/daily/activity?" + DAYS).at("/results/1/breakdown/endpoints");
        assertThat(endpoints.at("/~1chat~1completions/metrics/api_requests").asInt()).isEqualTo(2);
        assertThat(endpoints.at("/~1embeddings/metrics/api_requests").asInt()).isEqualTo(1);
        assertThat(endpoints).hasSize(2);
        assertThat(
                        got("/team/daily/activity?" + DAYS)
                                .at("/results/0/breakdown/entities/t1/metadata")
                                .toString())
                .isEqualTo("{\"team_alias\":\"Search\"}");
        JsonNode teams = got("/global/spend/teams?" + DAYS);
        assertThat(teams.at("/teams/0").asText()).isEqualTo("Search");
        assertThat(teams.at("/daily_spend/0/Search").toString()).isEqualTo("0.25");
    }

    @Test
    void activity_of_a_team_is_that_of_its_calls() throws Exception {
        for (String path : List.of("/team/daily/activity", "/team/daily/activity/aggregated")) {
            JsonNode page = got(path + "?" + DAYS + "&team_ids=t1");
            assertThat(page.at("/metadata/total_api_requests").asInt()).isEqualTo(2);
            assertThat(page.at("/results/0/breakdown/entities/t1/metrics/spend").toString())
                    .isEqualTo("0.25");
        }
        assertThat(got("/tag/daily/activity?" + DAYS).at("/metadata/total_spend").toString())
                .isEqualTo("0.25");
        assertThat(gateway.ask(Gateway.get("/team/daily/activity")).status()).isEqualTo(400);
    }

    @Test
    void activity_of_teams_is_that_of_all_but_those_that_are_excluded() throws Exception {
        Payer cleo = new Payer("k3", "hash-3", "", "cleo", "t2", "", "", "");
        post(anEntry().of(cleo).costing("4"));

        JsonNode others = got("/team/daily/activity?" + DAYS + "&exclude_team_ids=t1,t9");

        assertThat(others.at("/metadata/total_spend").toString()).isEqualTo("4.0");
        assertThat(others.at("/results/0/breakdown/models/gpt-4o/metrics/api_requests").asInt())
                .isEqualTo(1);
        assertThat(others.at("/results/0/breakdown/entities").fieldNames())
                .toIterable()
                .containsExactly("t2");
        JsonNode one = got("/team/daily/activity?" + DAYS + "&exclude_team_ids=t1&team_ids=t1,t2");
        assertThat(one.at("/metadata/total_spend").toString()).isEqualTo("4.0");
        assertThat(got("/team/daily/activity?" + DAYS + "&exclude_team_ids=t1,t2").path("results"))
                .isEmpty();
    }

    @Test
    void keys_of_customers_and_of_models_are_told_of_those_who_are_named() throws Exception {
        String customers = "/customer/daily/activity?" + DAYS;
        String model = "/user/daily/activity?" + DAYS + "&model=gpt-4o";
        String keys = "/results/0/breakdown/api_keys";

        assertThat(got(customers).at(keys)).isEmpty();
        assertThat(got(customers + "&end_user_ids=cy").at(keys)).hasSize(1);
        assertThat(got(model).at(keys)).isEmpty();
        assertThat(got(model + "&user_id=ana").at(keys)).hasSize(1);
    }

    @Test
    void the_gateways_spend_is_listed_by_whatever_it_went_to() throws Exception {
        String days = "?" + DAYS;
        assertThat(got("/global/spend" + days).path("spend").toString()).isEqualTo("2.25");
        assertThat(got("/global/spend/logs" + days)).hasSize(2);
        assertThat(got("/global/spend/models" + days + "&limit=1").at("/0/model").asText())
                .isEqualTo("gpt-5");
        assertThat(got("/global/spend/keys" + days).at("/1/api_key").asText()).isEqualTo("hash-1");
        assertThat(got("/global/spend/provider" + days).at("/0/spend").toString())
                .isEqualTo("2.25");
        assertThat(got("/global/spend/teams" + days).at("/total_spend_per_team/0/team_id").asText())
                .isEqualTo("t1");
        assertThat(got("/global/spend/tags" + days).at("/spend_per_tag/0/name").asText())
                .isEqualTo("ci");
        assertThat(got("/global/spend/all_tag_names" + days).at("/tag_names/0").asText())
                .isEqualTo("ci");
        assertThat(got("/global/all_end_users" + days).at("/end_users/0").asText()).isEqualTo("cy");
        assertThat(got("/spend/tags" + days).at("/0/log_count").asInt()).isEqualTo(1);
        assertThat(got("/global/activity" + days).path("sum_api_requests").asInt()).isEqualTo(3);
        JsonNode groups = got("/global/activity/model" + days);
        assertThat(groups.findValuesAsText("model")).containsExactly("chat", "fast");
        assertThat(groups.at("/0/sum_api_requests").asInt()).isEqualTo(2);
        assertThat(groups.at("/0/daily_data/1/date").asText()).isEqualTo("Mar 05");
    }

    @Test
    void calls_and_their_tokens_are_told_by_key_model_and_kind_of_call() throws Exception {
        assertThat(gateway.ask(Gateway.post("/key/generate", "{\"key_alias\":\"ci\"}")).status())
                .isEqualTo(200);
        String token = got("/spend/keys").at("/0/token").asText();
        Payer keys = new Payer("k3", token, "ci", "", "", "", "", "");
        post(anEntry().of(keys).typed("aembedding").model("embed"));

        assertThat(got("/global/activity/cache_hits?" + DAYS).toString())
                .isEqualTo(
                        "["
                                + hits("Unnamed Key", "acompletion", "gpt-4o", 2, 20)
                                + ","
                                + hits("Unnamed Key", "acompletion", "gpt-5", 1, 10)
                                + ","
                                + hits("ci", "aembedding", "embed", 1, 10)
                                + "]");
    }

    private static String hits(String key, String type, String model, int calls, int tokens) {
        return "{\"api_key\":\"%s\",\"call_type\":\"%s\",\"model\":\"%s\",\"total_rows\":%d,"
                        .formatted(key, type, model, calls)
                + "\"cache_hit_true_rows\":0,\"cached_completion_tokens\":0,"
                + "\"generated_completion_tokens\":%d}".formatted(tokens);
    }

    @Test
    void what_went_wrong_is_counted_by_day_and_by_deployment() throws Exception {
        Target none = new Target("", "chat", "", "", "", "");
        post(anEntry().at(none).attempt(0).ending(Status.REFUSED, "BudgetSpent"));
        post(anEntry().startedAt(NOON.plusSeconds(86_400)).ending(Status.FAILURE, "TIMEOUT 408"));
        String group = "?model_group=chat&" + DAYS;

        assertThat(got("/global/activity/exceptions" + group).toString())
                .isEqualTo(
                        "{\"daily_data\":[{\"date\":\"Mar"
                            + " 04\",\"num_rate_limit_exceptions\":1,\"num_exceptions\":2,"
                            + "\"exceptions\":{\"BudgetExceededError\":1,\"RateLimitError\":1}},{\"date\":\"Mar"
                            + " 05\",\"num_rate_limit_exceptions\":0,\"num_exceptions\":1,"
                            + "\"exceptions\":{\"Timeout\":1}}],"
                            + "\"sum_num_rate_limit_exceptions\":1,\"sum_num_exceptions\":3,"
                            + "\"exceptions\":{\"BudgetExceededError\":1,\"RateLimitError\":1,\"Timeout\":1}}");
        JsonNode deployments = got("/global/activity/exceptions/deployment" + group);
        assertThat(deployments).hasSize(1);
        assertThat(deployments.at("/0/api_base").asText()).isEqualTo("http://east");
        assertThat(deployments.at("/0/model_id").asText()).isEqualTo("east");
        assertThat(deployments.at("/0/sum_num_exceptions").asInt()).isEqualTo(2);
        assertThat(deployments.at("/0/daily_data/0").toString())
                .isEqualTo(
                        "{\"api_base\":\"http://east\",\"date\":\"Mar"
                                + " 04\",\"num_rate_limit_exceptions\":1,"
                                + "\"num_exceptions\":1,\"exceptions\":{\"RateLimitError\":1}}");
        assertThat(got("/global/activity/exceptions?model_group=none&" + DAYS).path("daily_data"))
                .isEmpty();
    }

    @Test
    void the_spend_of_keys_and_teams_is_reset_and_reports_stay() throws Exception {
        assertThat(gateway.ask(Gateway.post("/team/new", "{\"team_id\":\"t1\"}")).status())
                .isEqualTo(200);
        assertThat(got("/team/info?team_id=t1").at("/team_info/spend").toString())
                .isEqualTo("0.25");

        Answer answer = gateway.ask(Gateway.post("/global/spend/reset", ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("status").asText()).isEqualTo("success");
        assertThat(gateway.ask(Gateway.post("/global/spend/refresh", "")).body())
                .contains("\"status\":\"success\"");
        assertThat(got("/team/info?team_id=t1").at("/team_info/spend").toString()).isEqualTo("0.0");
        assertThat(got("/global/spend?" + DAYS).path("spend").toString()).isEqualTo("2.25");
        assertThat(got("/spend/logs/v2?" + DAYS).path("total").asInt()).isEqualTo(3);
    }

    @Test
    void tags_are_told_of_as_they_are_asked_for() throws Exception {
        post(anEntry().tagged("night").costing("4"));
        String tags = "/global/spend/tags?" + DAYS + "&tags=";

        assertThat(got(tags).findValuesAsText("name")).containsExactly("night", "ci");
        assertThat(got(tags + "all-tags").findValuesAsText("name")).containsExactly("night", "ci");
        assertThat(got(tags + "ci,none").findValuesAsText("name")).containsExactly("ci");
    }

    @Test
    void figures_have_no_names_that_are_none() throws Exception {
        post(anEntry().at(Target.NONE).ending(Status.FAILURE, "UnknownModel"));

        assertThat(got("/global/spend/models?" + DAYS).findValuesAsText("model"))
                .containsExactly("gpt-5", "gpt-4o");
        assertThat(got("/global/spend/provider?" + DAYS).findValuesAsText("provider"))
                .containsExactly("openai");
        assertThat(got("/global/spend/keys?" + DAYS).at("/0/key_alias").isNull()).isTrue();
    }

    @Test
    void who_does_not_see_everything_sees_their_own_part_of_the_gateways_figures()
            throws Exception {
        gateway.caller("sk-ana", "ana", UserRole.INTERNAL_USER);
        gateway.caller("sk-nobody", "", UserRole.INTERNAL_USER);
        Map<String, String> own =
                Map.of(
                        "/global/spend/logs", "[{\"date\":\"2026-03-04\",\"spend\":0.25}]",
                        "/global/spend/models", "[{\"model\":\"gpt-4o\",\"total_spend\":0.25}]",
                        "/global/spend/provider", "[{\"provider\":\"openai\",\"spend\":0.25}]",
                        "/global/activity",
                                "{\"daily_data\":[{\"date\":\"Mar 04\",\"api_requests\":2,"
                                        + "\"total_tokens\":220}],\"sum_api_requests\":2,"
                                        + "\"sum_total_tokens\":220}");
        for (Map.Entry<String, String> each : own.entrySet()) {
            String path = each.getKey() + "?" + DAYS;
            assertThat(asked("sk-ana", path).body()).isEqualTo(each.getValue());
            assertThat(asked("sk-nobody", path).status()).as(path).isEqualTo(403);
        }
        assertThat(asked("sk-ana", "/global/spend?" + DAYS).status()).isEqualTo(401);
        assertThat(asked("sk-ana", "/global/activity/exceptions?" + DAYS).status()).isEqualTo(401);
    }

    @Test
    void a_report_tells_of_each_day_which_team_spent_what_on_which_model() throws Exception {
        JsonNode report = got("/global/spend/report?" + DAYS + "&group_by=team");

        assertThat(report).hasSize(1);
        assertThat(report.at("/0/group_by_day").asText()).isEqualTo("2026-03-04");
        JsonNode team = report.at("/0/teams/0");
        assertThat(team.path("team_name").asText()).isEqualTo("t1");
        assertThat(team.path("total_spend").toString()).isEqualTo("0.25");
        assertThat(team.at("/metadata/0").toString())
                .isEqualTo(
                        "{\"model\":\"gpt-4o\",\"spend\":0.25,\"total_tokens\":220,\"api_key\":\"hash-1\"}");
        assertThat(
                        gateway.ask(
                                        Gateway.post(
                                                "/team/new",
                                                "{\"team_id\":\"t1\",\"team_alias\":\"search\"}"))
                                .status())
                .isEqualTo(200);
        assertThat(got("/global/spend/report?" + DAYS).at("/0/teams/0/team_name").asText())
                .isEqualTo("search");
    }

    @Test
    void a_report_tells_which_customer_and_which_key_spent_what() throws Exception {
        String report = "/global/spend/report?" + DAYS;

        JsonNode customers = got(report + "&group_by=customer");
        assertThat(customers.at("/0/customers/0/customer").asText()).isEqualTo("cy");
        assertThat(customers.at("/0/customers/0/metadata/0/spend").toString()).isEqualTo("0.25");
        JsonNode keys = got(report + "&group_by=api_key");
        assertThat(keys.findValuesAsText("api_key")).containsExactly("hash-2", "hash-1");
        assertThat(keys.at("/0/model_details/0").toString())
                .isEqualTo(
                        "{\"model\":\"gpt-5\",\"total_cost\":2.0,\"total_input_tokens\":100,\"total_output_tokens\":10}");
        assertThat(got(report + "&api_key=hash-1").at("/0/total_cost").toString())
                .isEqualTo("0.25");
        assertThat(got(report + "&internal_user_id=bob").findValuesAsText("api_key"))
                .containsExactly("hash-2");
        assertThat(got(report + "&internal_user_id=eve")).isEmpty();
        assertThat(gateway.ask(Gateway.get(report + "&group_by=moon")).status()).isEqualTo(422);
        assertThat(gateway.ask(Gateway.get(report + "&team_id=t1&customer_id=cy")).status())
                .isEqualTo(400);
    }

    @Test
    void the_dearest_customers_are_told_in_order() throws Exception {
        Answer answer =
                gateway.ask(
                        Gateway.post(
                                "/global/spend/end_users",
                                "{\"startTime\":\"2026-03-01\",\"endTime\":\"2026-03-05\"}"));

        assertThat(answer.body())
                .isEqualTo("[{\"end_user\":\"cy\",\"total_count\":2,\"total_spend\":0.25}]");
    }

    @Test
    void spend_is_told_with_the_budget_it_counts_against() throws Exception {
        Optional<BudgetDuration> day = BudgetDuration.parse("1d");
        gateway.money =
                money(
                        new Budget(Subject.GATEWAY, usd("100"), day),
                        new Budget(Subject.of(Scope.PROVIDER, "openai"), usd("5"), day));
        Budget openai = new Budget(Subject.of(Scope.PROVIDER, "openai"), usd("5"), day);
        post(anEntry().on(openai.accountAt(NOON, ZoneOffset.UTC)).costing("1.5"));

        assertThat(got("/global/spend?" + DAYS).path("max_budget").toString()).isEqualTo("100.0");
        assertThat(got("/provider/budgets").toString())
                .isEqualTo(
                        "{\"providers\":{\"openai\":{\"budget_limit\":5.0,\"time_period\":\"1d\","
                                + "\"spend\":1.5,\"budget_reset_at\":\"2026-03-05T00:00:00Z\"}}}");
    }

    @Test
    void no_answer_is_about_more_days_than_it_can_tell() throws Exception {
        for (String path : List.of("/global/spend/report", "/spend/logs", "/spend/tags")) {
            Answer answer =
                    gateway.ask(Gateway.get(path + "?start_date=2020-01-01&end_date=2026-03-05"));
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.body()).contains("start_date", "400 days");
        }
    }

    @Test
    void keys_and_users_are_listed_by_what_they_spent() throws Exception {
        Map<String, String> made = Map.of("/key/generate", "{\"key_alias\":\"a\"}");
        for (var each : made.entrySet()) {
            assertThat(gateway.ask(Gateway.post(each.getKey(), each.getValue())).status())
                    .isEqualTo(200);
        }
        assertThat(gateway.ask(Gateway.post("/user/new", "{\"user_id\":\"bob\"}")).status())
                .isEqualTo(200);

        JsonNode keys = got("/spend/keys");
        assertThat(keys.at("/0/spend").toString()).isEqualTo("0.0");
        assertThat(keys.at("/0/token").asText()).matches("[0-9a-f]{64}");
        assertThat(got("/spend/users?user_id=bob").at("/0/spend").toString()).isEqualTo("2.0");
    }

    @Test
    void what_was_said_in_a_call_is_the_detail_of_its_row() throws Exception {
        LedgerEntry entry = anEntry().of("ana").called(aCallNamed("call-8")).build();
        assertThat(new InMemoryLedger(gateway.books).post(List.of(entry))).isEmpty();
        assertThat(got("/spend/logs/ui/call-8").toString())
                .isEqualTo(
                        "{\"messages\":{},\"response\":{},\"proxy_server_request\":{},"
                                + "\"truncated\":false}");

        byte[] asked = "{\"model\":\"m\",\"messages\":[{\"content\":\"Why?\"}]}".getBytes(UTF_8);
        byte[] answered = "{\"id\":\"c\"}".getBytes(UTF_8);
        gateway.transcripts.keep(
                List.of(new Transcript(entry.call().id(), asked, answered, false, false)));

        JsonNode words = got("/spend/logs/ui/call-8");
        assertThat(words.at("/messages/0/content").asText()).isEqualTo("Why?");
        assertThat(words.at("/proxy_server_request/model").asText()).isEqualTo("m");
        assertThat(words.at("/response/id").asText()).isEqualTo("c");
    }

    @Test
    void who_may_not_see_a_call_does_not_see_what_was_said_in_it() throws Exception {
        gateway.caller("sk-eve", "eve", UserRole.INTERNAL_USER);
        gateway.caller("sk-ana", "ana", UserRole.INTERNAL_USER);

        assertThat(gateway.ask(Gateway.get("/spend/logs/ui/chatcmpl-7")).status()).isEqualTo(200);
        assertThat(asked("sk-ana", "/spend/logs/ui/chatcmpl-7").status()).isEqualTo(200);
        assertThat(asked("sk-eve", "/spend/logs/ui/chatcmpl-7").status()).isEqualTo(404);
        assertThat(asked("sk-eve", "/spend/logs/ui/chatcmpl-7?team_id=t1").status()).isEqualTo(403);
        assertThat(gateway.ask(Gateway.get("/spend/logs/ui/none")).status()).isEqualTo(404);
    }

    private static CallFacts aCallNamed(String id) {
        CallFacts usual = anEntry().build().call();
        return new CallFacts(usual.id(), id, usual.type(), usual.group(), "", "", List.of(), false);
    }

    @Test
    void who_administers_a_team_sees_its_calls_beside_their_own() throws Exception {
        Payer lea = new Payer("k4", "hash-4", "", "lea", "", "", "", "");
        post(anEntry().of(lea).startedAt(NOON.plusSeconds(9)));
        String[][] made = {
            {"/team/new", "{\"team_id\":\"t1\"}"},
            {"/user/new", "{\"user_id\":\"lea\"}"},
            {
                "/team/member_add",
                "{\"team_id\":\"t1\",\"member\":{\"user_id\":\"lea\",\"role\":\"admin\"}}"
            }
        };
        for (String[] each : made) {
            assertThat(gateway.ask(Gateway.post(each[0], each[1])).status()).isEqualTo(200);
        }
        gateway.caller("sk-lea", "lea", UserRole.INTERNAL_USER);

        JsonNode all = JSON.readTree(asked("sk-lea", "/spend/logs/v2?" + DAYS).body());
        assertThat(all.path("data").findValuesAsText("user")).containsExactly("lea", "ana", "ana");
        String own = "/spend/logs/v2?user_id=lea&" + DAYS;
        assertThat(JSON.readTree(asked("sk-lea", own).body()).path("total").asInt()).isEqualTo(1);
        assertThat(asked("sk-lea", "/spend/logs/ui/chatcmpl-7").status()).isEqualTo(200);
    }

    @Test
    void who_does_not_see_everything_sees_their_own() throws Exception {
        gateway.caller("sk-ana", "ana", UserRole.INTERNAL_USER);

        JsonNode own = JSON.readTree(asked("sk-ana", "/spend/logs/v2?" + DAYS).body());
        assertThat(own.path("total").asInt()).isEqualTo(2);
        JsonNode activity = JSON.readTree(asked("sk-ana", "/user/daily/activity?" + DAYS).body());
        assertThat(activity.at("/metadata/total_spend").toString()).isEqualTo("0.25");
        assertThat(asked("sk-ana", "/user/daily/activity?user_id=bob&" + DAYS).status())
                .isEqualTo(403);
        assertThat(asked("sk-ana", "/spend/logs?user_id=bob").status()).isEqualTo(403);
        assertThat(asked("sk-ana", "/spend/logs/v2?team_id=t1&" + DAYS).status()).isEqualTo(403);
        assertThat(asked("sk-ana", "/team/daily/activity?" + DAYS).status()).isEqualTo(403);
        JsonNode byDay = JSON.readTree(asked("sk-ana", "/spend/logs?" + DAYS).body());
        assertThat(byDay.at("/0/spend").toString()).isEqualTo("0.25");
    }
}
