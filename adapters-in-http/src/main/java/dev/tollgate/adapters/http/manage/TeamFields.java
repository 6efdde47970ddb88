package dev.tollgate.adapters.http.manage;

/// The fields of teams and their members: what may be sent, and what is shown where.
final class TeamFields {
    static final FieldTable TABLE =
            KeyFields.SHARED
                    .with(
                            FieldType.TEXT,
                            """
                            team_id team_alias user_id user_email role team_member_budget_duration
                            team_member_key_duration temp_budget_expiry
                            """)
                    .with(
                            FieldType.NUMBER,
                            "team_member_budget max_budget_in_team temp_budget_increase")
                    .with(FieldType.WHOLE, "team_member_rpm_limit team_member_tpm_limit keys_count")
                    .with(
                            FieldType.TEXTS,
                            """
                            admins members team_member_permissions team_ids allowed_models
                            default_team_member_models
                            """)
                    .with(
                            FieldType.MAP,
                            """
                            model_aliases secret_manager_settings
                            enforced_batch_output_expires_after enforced_file_expires_after
                            """)
                    .with(FieldType.MAPS, "members_with_roles")
                    .with(FieldType.ANY, "member")
                    .blank(
                            """
                            team_alias user_id user_email max_budget_in_team team_member_budget
                            team_member_budget_duration team_member_rpm_limit team_member_tpm_limit
                            temp_budget_expiry
                            """);

    private static final String ROW =
            """
            team_alias team_id organization_id admins=[] members=[] members_with_roles=[]
            team_member_permissions=[] metadata={} tags guardrails tpm_limit rpm_limit max_budget
            soft_budget budget_duration budget_limits models=[] model_aliases blocked=false spend=0.0
            total_spend=0.0 max_parallel_requests budget_reset_at model_id model_spend={}
            model_max_budget={} model_rpm_limit model_tpm_limit rpm_limit_type tpm_limit_type
            team_member_budget team_member_budget_duration team_member_rpm_limit
            team_member_tpm_limit team_member_key_duration default_team_member_models
            allowed_passthrough_routes allowed_vector_store_indexes prompts policies
            enforced_batch_output_expires_after enforced_file_expires_after
            access_group_ids=[] router_settings object_permission object_permission_id
            litellm_model_table team_member_budget_table? created_at updated_at
            """;

    static final View TEAM =
            View.of(TABLE, ROW).nested("team_member_budget_table", KeyFields.BUDGET);

    static final View MEMBERSHIP =
            View.of(
                            TABLE,
                            """
                            user_id team_id budget_id spend=0.0 total_spend=0.0 budget_reset_at role
                            allowed_models litellm_budget_table
                            """)
                    .nested("litellm_budget_table", KeyFields.BUDGET);

    /// A team in a list.
    static final View LISTED =
            View.of(TABLE, ROW + " keys? keys_count? team_memberships?")
                    .nested("team_member_budget_table", KeyFields.BUDGET)
                    .nested("keys", KeyFields.ROW_WITH_ID)
                    .nested("team_memberships", MEMBERSHIP);

    static final View CHANGED = View.of(TABLE, "team_id data").nested("data", TEAM);

    static final View INFO =
            View.of(
                            TABLE,
                            """
                            team_id team_info keys=[] team_memberships=[] team_alias organization_id
                            max_budget budget_duration spend=0.0 tpm_limit rpm_limit blocked=false
                            models=[]
                            """)
                    .nested("team_info", TEAM)
                    .nested("keys", KeyFields.ROW_WITH_ID)
                    .nested("team_memberships", MEMBERSHIP);

    static final View JOINED =
            View.of(TABLE, ROW + " updated_users=[] updated_team_memberships=[]")
                    .nested("team_member_budget_table", KeyFields.BUDGET)
                    .nested("updated_users", View.of(TABLE, "user_id user_email teams=[]"))
                    .nested("updated_team_memberships", MEMBERSHIP);

    static final View MEMBER =
            View.of(
                    TABLE,
                    """
                    user_id user_email team_id role max_budget_in_team tpm_limit rpm_limit
                    budget_duration allowed_models temp_budget_increase temp_budget_expiry
                    """);

    private TeamFields() {}
}
