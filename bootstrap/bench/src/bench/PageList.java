package bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What is asked for: every list and every report that the gateway has, with what is usually asked
/// of it.
final class PageList {
    /// Who asks.
    enum Asker {
        ADMIN,
        /// a user who administers a team
        USER
    }

    /// @param what how the table calls it
    /// @param path with its query
    /// @param body what is posted; empty: it is a GET
    /// @param turned whether it has pages: the first, a middle and the last one are asked for
    record Page(Asker asker, String what, String path, String body, boolean turned) {
        Page at(String name, long page) {
            return new Page(asker, what + ", " + name, path + "&page=" + page, body, false);
        }
    }

    private final List<Page> pages = new ArrayList<>();
    private final String days;
    private final String day;

    private PageList(LocalDate from, LocalDate to) {
        this.days = "start_date=%s&end_date=%s".formatted(from, to);
        this.day = "start_date=%1$s&end_date=%1$s".formatted(to.minusDays(3));
    }

    /// @param from the first day of the data
    /// @param to the last one
    static List<Page> of(LocalDate from, LocalDate to) {
        PageList list = new PageList(from, to);
        list.keys();
        list.others();
        list.access();
        list.several();
        list.logs();
        list.activity();
        list.global();
        list.own();
        return list.pages;
    }

    private void one(String path) {
        pages.add(new Page(Asker.ADMIN, path.replace(days, "…"), path, "", false));
    }

    private void turned(String path) {
        pages.add(new Page(Asker.ADMIN, path.replace(days, "…"), path, "", true));
    }

    private void keys() {
        turned("/key/list?return_full_object=true&size=100");
        turned("/key/list?size=10");
        for (String sort : List.of("spend", "max_budget", "updated_at", "token", "key_alias")) {
            turned("/key/list?return_full_object=true&size=100&sort_by=" + sort);
            turned("/key/list?return_full_object=true&size=100&sort_order=asc&sort_by=" + sort);
        }
        turned("/key/list?size=100&search=as-77");
        one("/key/list?size=100&user_id=user-77");
        one("/key/list?size=100&team_id=team-77&sort_by=spend");
        one("/key/list?size=100&user_id=user-77&include_created_by_keys=true");
        one("/key/list?size=100&key_alias=alias-777");
        one("/key/list?size=100&status=deleted");
        turned("/key/aliases?size=100");
        turned("/key/aliases?size=100&search=77");
        one("/key/info?key=" + "%KEY%");
    }

    private void others() {
        for (String sort :
                List.of(
                        "user_id",
                        "user_email",
                        "created_at",
                        "spend",
                        "user_alias",
                        "user_role")) {
            turned("/user/list?page_size=100&sort_by=" + sort);
        }
        turned("/user/list?page_size=100&role=internal_user");
        turned("/user/list?page_size=100&user_email=77");
        one("/user/list?page_size=100&team=team-77");
        one("/user/info");
        one("/user/info?user_id=user-77");
        one("/v2/user/info?user_id=user-77");
        for (String sort : List.of("team_id", "team_alias", "created_at", "spend", "max_budget")) {
            turned("/v2/team/list?page_size=100&sort_by=" + sort);
        }
        turned("/v2/team/list?page_size=100&team_alias=77");
        turned("/v2/team/list?page_size=100&organization_id=org-7");
        one("/team/list");
        one("/team/list?user_id=user-77");
        one("/team/info?team_id=team-77");
        one("/organization/list");
        one("/organization/info?organization_id=org-7");
        one("/team/permissions_list?team_id=team-77");
        for (String customers : List.of("/customer", "/end_user")) {
            one(customers + "/list");
            one(customers + "/info?end_user_id=customer-77");
        }
        one("/tag/list");
        one("/budget/list");
        one("/user/available_roles");
        for (String version : List.of("", "/v1")) {
            one(version + "/models");
            one(version + "/models/chat-7");
            one(version + "/model/info");
            one(version + "/router/explain?model=chat-7");
        }
        turned("/v2/model/info?size=10");
        one("/model_group/info");
        one("/config/list");
        one("/config/yaml");
        one("/config/field/info?field_name=max_parallel_requests");
        one("/get/config/callbacks");
        one("/health/history");
        one("/health/latest");
        one("/health/backlog");
        one("/health/readiness/details");
        one("/routes");
    }

    private void access() {
        one("/credentials");
        one("/access_group/list");
        one("/access_group/group-7/info");
        for (String at : List.of("/v1/access_group", "/v1/unified_access_group")) {
            one(at);
            one(at + "/group-id-7");
        }
        turned("/jwt/key/mapping/list?size=100");
        one("/jwt/key/mapping/info?id=mapping-77");
    }

    /// What tells of several that a body names.
    private void several() {
        posted("/v2/key/info", "{\"keys\":[\"%KEY%\",\"%BUSY%\"]}");
        posted("/key/info", "{\"key\":\"%KEY%\"}");
        posted("/budget/info", "{\"budgets\":[\"budget-7\",\"budget-77\"]}");
        posted("/tag/info", "{\"names\":[\"tag-7\",\"tag-77\"]}");
        posted("/organization/info", "{\"organizations\":[\"org-7\",\"org-17\"]}");
    }

    private void posted(String path, String body) {
        pages.add(new Page(Asker.ADMIN, "POST " + path, path, body, false));
    }

    private void logs() {
        for (String sort :
                List.of(
                        "startTime",
                        "endTime",
                        "spend",
                        "total_tokens",
                        "request_duration_ms",
                        "model",
                        "ttft_ms")) {
            turned("/spend/logs/v2?" + days + "&page_size=100&sort_by=" + sort);
            turned("/spend/logs/v2?" + days + "&page_size=100&sort_order=asc&sort_by=" + sort);
        }
        turned("/spend/logs/ui?" + day + "&page_size=50");
        turned("/spend/logs/v2?" + day + "&page_size=50&sort_by=spend");
        for (String filter :
                List.of(
                        "api_key=%KEY%",
                        "user_id=user-77",
                        "team_id=team-77",
                        "end_user=customer-77",
                        "api_key=%BUSY%",
                        "user_id=user-0",
                        "team_id=team-0",
                        "model=model-7",
                        "model=chat-7",
                        "model_id=deployment-7",
                        "status_filter=failure",
                        "status_filter=success",
                        "key_alias=as-777",
                        "error_code=429",
                        "error_message=limit",
                        "min_spend=0.03",
                        "min_spend=0.001&max_spend=0.01",
                        "model=model-7&status_filter=failure")) {
            turned("/spend/logs/v2?" + days + "&page_size=100&" + filter);
            turned("/spend/logs/v2?" + days + "&page_size=100&sort_by=spend&" + filter);
        }
        one("/spend/logs/v2?" + days + "&request_id=%CALL%");
        one("/spend/logs/ui/%CALL%");
        one("/spend/logs/session/ui?session_id=session-777");
        one("/spend/logs");
        one("/spend/logs?" + days);
        one("/spend/logs?" + days + "&summarize=false");
        one("/spend/logs?" + days + "&user_id=user-77");
        one("/spend/logs?" + days + "&api_key=%KEY%");
        one("/spend/logs?" + days + "&api_key=%BUSY%");
        one("/spend/keys?limit=1000");
        one("/spend/users?limit=1000");
        one("/spend/users?user_id=user-77");
        one("/spend/tags");
    }

    private void activity() {
        for (String entity :
                List.of("user", "team", "organization", "customer", "end_user", "tag")) {
            String path = "/" + entity + "/daily/activity";
            one(path + "?" + days + "&page_size=10");
            one(path + "?" + days + "&page_size=10&page=3");
            one(path + "?" + days + "&page_size=1000");
            one(path + "/aggregated?" + days);
            one(path + "?" + days + "&model=model-7");
        }
        one("/user/daily/activity?" + days + "&user_id=user-77");
        one("/user/daily/activity?" + days + "&user_id=user-0");
        one("/user/daily/activity?" + days + "&api_key=%KEY%");
        one("/team/daily/activity?" + days + "&team_ids=team-77,team-78");
        one("/team/daily/activity?" + days + "&exclude_team_ids=team-77");
        one("/organization/daily/activity?" + days + "&organization_ids=org-7");
        one("/customer/daily/activity?" + days + "&end_user_ids=customer-77");
        one("/tag/daily/activity?" + days + "&tags=tag-7,tag-8");
    }

    private void global() {
        one("/global/spend");
        one("/global/spend/logs");
        one("/global/spend/logs?api_key=%KEY%");
        one("/global/spend/keys?limit=1000");
        one("/global/spend/models?limit=1000");
        one("/global/spend/provider");
        one("/global/spend/teams");
        one("/global/spend/tags");
        one("/global/spend/tags?tags=tag-7");
        one("/global/spend/all_tag_names");
        one("/global/all_end_users");
        for (String by : List.of("team", "customer", "api_key")) {
            one("/global/spend/report?" + days + "&group_by=" + by);
        }
        for (String of :
                List.of(
                        "api_key=%KEY%",
                        "internal_user_id=user-77", "team_id=team-77", "customer_id=customer-77")) {
            one("/global/spend/report?" + days + "&" + of);
        }
        posted("/global/spend/end_users", "{}");
        one("/provider/budgets");
        one("/global/activity");
        one("/global/activity/model");
        one("/global/activity/cache_hits");
        one("/global/activity/exceptions");
        one("/global/activity/exceptions?model_group=chat-7");
        one("/global/activity/exceptions/deployment");
        one("/global/activity/exceptions/deployment?model_group=chat-7");
    }

    /// What a user sees who administers a team.
    private void own() {
        for (String path :
                List.of(
                        "/key/list?size=100",
                        "/key/list?size=100&include_team_keys=true",
                        "/key/list?size=100&team_id=team-7",
                        "/key/aliases?size=100",
                        "/user/info",
                        "/team/list",
                        "/spend/logs",
                        "/spend/logs/v2?" + days + "&page_size=100&sort_by=spend",
                        "/spend/logs/v2?" + days + "&page_size=100&team_id=team-7",
                        "/user/daily/activity?" + days,
                        "/team/daily/activity?" + days)) {
            pages.add(new Page(Asker.USER, "a user: " + path.replace(days, "…"), path, "", false));
        }
    }
}
