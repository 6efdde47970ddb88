package dev.tollgate.adapters.http.manage;

/// The fields of virtual keys: what may be sent, and what is shown where.
final class KeyFields {
    /// What keys, users and teams have in common.
    static final FieldTable SHARED =
            FieldTable.empty()
                    .with(FieldType.TEXT, "budget_duration budget_id organization_id")
                    .with(FieldType.NUMBER, "max_budget soft_budget spend total_spend")
                    .with(FieldType.WHOLE, "tpm_limit rpm_limit tpd_limit max_parallel_requests")
                    .with(FieldType.FLAG, "blocked")
                    .with(
                            FieldType.TEXTS,
                            """
                            models tags guardrails policies prompts access_group_ids
                            allowed_cache_controls allowed_passthrough_routes
                            denied_passthrough_routes enforced_params
                            """)
                    .with(
                            FieldType.MAP,
                            """
                            metadata aliases config permissions model_max_budget model_rpm_limit
                            model_tpm_limit mcp_rpm_limit tag_rpm_limit object_permission
                            router_settings
                            """)
                    .with(FieldType.MAPS, "budget_limits allowed_vector_store_indexes")
                    .with(FieldType.TEXT, "rpm_limit_type tpm_limit_type")
                    .blank("max_budget soft_budget budget_duration budget_id organization_id")
                    .blank("tpm_limit rpm_limit max_parallel_requests");

    static final FieldTable TABLE =
            SHARED.with(
                            FieldType.TEXT,
                            """
                            key key_alias duration user_id team_id agent_id end_user_budget_id
                            project_id key_type rotation_interval temp_budget_expiry new_key
                            new_master_key grace_period
                            """)
                    .with(FieldType.NUMBER, "temp_budget_increase reset_to previous_spend")
                    .with(FieldType.WHOLE, "default_estimated_output_tokens")
                    .with(
                            FieldType.FLAG,
                            """
                            auto_rotate send_invite_email disable_global_guardrails
                            enable_prompt_caching throttle_on_budget_exceeded
                            """)
                    .with(FieldType.TEXTS, "allowed_routes keys key_aliases")
                    .with(FieldType.MAP, "default_estimated_output_tokens_per_model")
                    .with(FieldType.ANY, "budget_fallbacks")
                    .blank(
                            """
                            key_alias duration user_id team_id agent_id project_id key_type
                            temp_budget_expiry new_key grace_period rotation_interval
                            """)
                    .oneOf("key_type", "default llm_api management read_only");

    static final View BUDGET =
            View.of(
                    SHARED,
                    """
                    budget_id max_budget soft_budget max_parallel_requests tpm_limit rpm_limit
                    model_max_budget budget_duration budget_reset_at?
                    """);

    /// The answer to whoever made a key: the only place for the key itself.
    static final View MADE =
            View.of(
                            TABLE,
                            """
                            key_alias duration models=[] spend=0.0 max_budget user_id team_id
                            agent_id max_parallel_requests metadata={} tpm_limit rpm_limit
                            budget_duration budget_limits allowed_cache_controls=[] config={}
                            permissions={} model_max_budget={} budget_fallbacks model_rpm_limit
                            model_tpm_limit mcp_rpm_limit tag_rpm_limit guardrails policies prompts
                            blocked aliases={} object_permission key tpd_limit
                            default_estimated_output_tokens
                            default_estimated_output_tokens_per_model budget_id end_user_budget_id
                            tags disable_global_guardrails enable_prompt_caching
                            throttle_on_budget_exceeded enforced_params allowed_routes=[]
                            allowed_passthrough_routes denied_passthrough_routes
                            allowed_vector_store_indexes rpm_limit_type tpm_limit_type
                            router_settings access_group_ids key_name key_type expires token_id
                            organization_id project_id litellm_budget_table token created_by
                            updated_by created_at updated_at soft_budget? budget_reset_at? notice?
                            auto_rotate? rotation_interval? temp_budget_increase?
                            temp_budget_expiry? user_email? user_role? user_alias? teams?
                            """)
                    .nested("litellm_budget_table", BUDGET);

    private static final String ROW =
            """
            key_name key_alias soft_budget_cooldown=false spend=0.0 total_spend=0.0 expires duration
            models=[] aliases={} config={} router_settings user_id team_id agent_id project_id
            permissions={} max_parallel_requests metadata={} blocked tpm_limit rpm_limit tpd_limit
            max_budget soft_budget budget_duration budget_reset_at budget_limits
            allowed_cache_controls=[] allowed_routes=[] policies guardrails prompts tags
            access_group_ids enforced_params model_spend={} model_max_budget={} budget_fallbacks
            model_rpm_limit model_tpm_limit rpm_limit_type tpm_limit_type mcp_rpm_limit tag_rpm_limit
            allowed_passthrough_routes denied_passthrough_routes allowed_vector_store_indexes
            temp_budget_increase temp_budget_expiry throttle_on_budget_exceeded budget_id
            end_user_budget_id organization_id created_at created_by updated_at updated_by
            last_active auto_rotate=false rotation_interval last_rotation_at
            litellm_budget_table litellm_organization_table litellm_project_table object_permission
            jwt_key_mappings status
            """;

    /// A key that somebody asked about by naming it.
    static final View ROW_WITHOUT_ID = View.of(TABLE, ROW).nested("litellm_budget_table", BUDGET);

    /// A key in a list.
    static final View ROW_WITH_ID =
            View.of(TABLE, "token " + ROW + " org_id").nested("litellm_budget_table", BUDGET);

    /// A key that was changed.
    static final View CHANGED =
            View.of(TABLE, "key? token " + ROW + " notice?").nested("litellm_budget_table", BUDGET);

    static final View INFO = View.of(TABLE, "key info").nested("info", ROW_WITHOUT_ID);

    static final View INFOS = View.of(TABLE, "key=[] info=[]").nested("info", ROW_WITH_ID);

    private KeyFields() {}
}
