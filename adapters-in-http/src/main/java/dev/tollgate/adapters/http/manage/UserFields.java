package dev.tollgate.adapters.http.manage;

/// The fields of users: what may be sent, and what is shown where.
final class UserFields {
    static final FieldTable TABLE =
            KeyFields.TABLE
                    .with(FieldType.TEXT, "user_email user_alias user_role sso_user_id")
                    .with(FieldType.FLAG, "auto_create_key all_users")
                    .with(FieldType.ANY, "teams")
                    .with(FieldType.TEXTS, "user_ids organizations")
                    .with(FieldType.WHOLE, "key_count")
                    .blank("user_email user_alias user_role sso_user_id")
                    .oneOf(
                            "user_role",
                            "proxy_admin proxy_admin_viewer internal_user internal_user_viewer");

    private static final String ROW =
            """
            user_id user_alias user_email user_role sso_user_id teams=[] models=[] max_budget
            spend=0.0 total_spend=0.0 budget_duration budget_reset_at tpm_limit rpm_limit
            max_parallel_requests soft_budget metadata={} tags guardrails model_max_budget={}
            model_spend={} model_rpm_limit model_tpm_limit budget_limits budget_id organization_id
            object_permission blocked created_at updated_at
            """;

    static final View USER = View.of(TABLE, ROW);

    /// A user in a list.
    static final View LISTED = View.of(TABLE, ROW + " key_count=0");

    static final View CHANGED = View.of(TABLE, "user_id data").nested("data", USER);

    private static final View WITH_USAGE = View.of(TABLE, ROW + " model_max_budget_usage={}");

    static final View INFO =
            View.of(TABLE, "user_id user_info keys=[] teams=[]")
                    .nested("user_info", WITH_USAGE)
                    .nested("keys", KeyFields.ROW_WITH_ID)
                    .nested("teams", TeamFields.TEAM);

    static final View RESULTS =
            View.of(TABLE, "results=[] total_requested=0 successful_updates=0 failed_updates=0")
                    .nested(
                            "results",
                            View.of(TABLE, "user_id user_email success error updated_user")
                                    .nested("updated_user", USER));

    private UserFields() {}
}
