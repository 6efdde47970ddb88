package dev.tollgate.adapters.http.manage;

/// The fields of budgets, customers, tags and organisations: what may be sent, and what is shown
/// where.
final class SharedFields {
    static final FieldTable TABLE =
            KeyFields.SHARED
                    .with(
                            FieldType.TEXT,
                            """
                            user_id user_email alias default_model name description role user_role
                            organization_alias id budget_reset_at
                            """)
                    .with(FieldType.NUMBER, "max_budget_in_organization")
                    .with(
                            FieldType.TEXTS,
                            "user_ids budgets names organization_ids organizations allowed_models")
                    .with(FieldType.TEXT, "allowed_model_region")
                    .with(FieldType.ANY, "member model_info")
                    .blank("alias default_model user_email max_budget_in_organization")
                    .oneOf("allowed_model_region", "eu us");

    private static final String LIMITS =
            """
            max_budget soft_budget max_parallel_requests tpm_limit rpm_limit model_max_budget
            budget_duration budget_reset_at
            """;

    private static final String MADE = " created_at created_by updated_at updated_by";

    static final View BUDGET = View.of(TABLE, "budget_id " + LIMITS + " allowed_models=[]" + MADE);

    static final View CUSTOMER =
            View.of(
                            TABLE,
                            """
                            user_id alias blocked=false spend=0.0 total_spend=0.0
                            allowed_model_region default_model budget_id object_permission
                            litellm_budget_table budget_reset_at
                            """)
                    .nested("litellm_budget_table", KeyFields.BUDGET);

    static final View TAG =
            View.of(
                            TABLE,
                            "name description models=[] model_info spend=0.0 total_spend=0.0"
                                    + " budget_id "
                                    + LIMITS
                                    + " litellm_budget_table"
                                    + MADE)
                    .nested("litellm_budget_table", KeyFields.BUDGET);

    static final View MEMBER =
            View.of(TABLE, "organization_id user_id user_email user_role role max_budget");

    static final View ORGANIZATION =
            View.of(
                            TABLE,
                            "organization_id organization_alias budget_id spend=0.0 total_spend=0.0"
                                    + " metadata={} models=[] tags blocked=false model_rpm_limit"
                                    + " model_tpm_limit model_spend={} "
                                    + LIMITS
                                    + " litellm_budget_table object_permission members=[] teams=[]"
                                    + MADE)
                    .nested("litellm_budget_table", KeyFields.BUDGET)
                    .nested("members", MEMBER)
                    .nested("teams", View.of(TABLE, "team_id team_alias max_budget models=[]"));

    static final View JOINED =
            View.of(TABLE, "organization_id updated_users=[] updated_organization_memberships=[]")
                    .nested("updated_users", View.of(TABLE, "user_id user_email"))
                    .nested("updated_organization_memberships", MEMBER);

    private SharedFields() {}
}
