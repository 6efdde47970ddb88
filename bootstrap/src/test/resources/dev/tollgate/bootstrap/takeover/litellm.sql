-- Tables as a LiteLLM proxy has them: those that are taken over, with their main columns.
CREATE TABLE "LiteLLM_BudgetTable" (
    budget_id text PRIMARY KEY, max_budget double precision, soft_budget double precision,
    max_parallel_requests integer, tpm_limit bigint, rpm_limit bigint, model_max_budget jsonb,
    budget_duration text, budget_reset_at timestamp(3), allowed_models text[],
    created_at timestamp(3) NOT NULL DEFAULT now(), created_by text NOT NULL DEFAULT 'default_user_id',
    updated_at timestamp(3) NOT NULL DEFAULT now(), updated_by text NOT NULL DEFAULT 'default_user_id');
CREATE TABLE "LiteLLM_OrganizationTable" (
    organization_id text PRIMARY KEY, organization_alias text NOT NULL, budget_id text NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}', models text[], spend double precision NOT NULL DEFAULT 0,
    model_spend jsonb NOT NULL DEFAULT '{}', created_at timestamp(3) NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT 'default_user_id');
CREATE TABLE "LiteLLM_OrganizationMembership" (
    user_id text NOT NULL, organization_id text NOT NULL, user_role text,
    spend double precision DEFAULT 0, budget_id text, PRIMARY KEY (user_id, organization_id));
CREATE TABLE "LiteLLM_ModelTable" (id serial PRIMARY KEY, aliases jsonb);
CREATE TABLE "LiteLLM_TeamTable" (
    team_id text PRIMARY KEY, team_alias text, organization_id text, admins text[], members text[],
    members_with_roles jsonb NOT NULL DEFAULT '{}', metadata jsonb NOT NULL DEFAULT '{}',
    max_budget double precision, soft_budget double precision,
    spend double precision NOT NULL DEFAULT 0, models text[], max_parallel_requests integer,
    tpm_limit bigint, rpm_limit bigint, budget_duration text, budget_reset_at timestamp(3),
    blocked boolean NOT NULL DEFAULT false, model_spend jsonb NOT NULL DEFAULT '{}',
    model_max_budget jsonb NOT NULL DEFAULT '{}', model_id integer, team_member_permissions text[],
    created_at timestamp(3) NOT NULL DEFAULT now(), updated_at timestamp(3) NOT NULL DEFAULT now());
CREATE TABLE "LiteLLM_TeamMembership" (
    user_id text NOT NULL, team_id text NOT NULL, spend double precision NOT NULL DEFAULT 0,
    total_spend double precision NOT NULL DEFAULT 0, budget_id text, PRIMARY KEY (user_id, team_id));
CREATE TABLE "LiteLLM_UserTable" (
    user_id text PRIMARY KEY, user_alias text, team_id text, sso_user_id text UNIQUE, password text,
    teams text[], user_role text, user_email text, models text[], metadata jsonb NOT NULL DEFAULT '{}',
    max_budget double precision, spend double precision NOT NULL DEFAULT 0,
    max_parallel_requests integer, tpm_limit bigint, rpm_limit bigint, budget_duration text,
    budget_reset_at timestamp(3), model_max_budget jsonb NOT NULL DEFAULT '{}',
    created_at timestamp(3) DEFAULT now());
CREATE TABLE "LiteLLM_VerificationToken" (
    token text PRIMARY KEY, key_name text, key_alias text, soft_budget_cooldown boolean NOT NULL
    DEFAULT false, spend double precision NOT NULL DEFAULT 0, expires timestamp(3), models text[],
    aliases jsonb NOT NULL DEFAULT '{}', config jsonb NOT NULL DEFAULT '{}', user_id text, team_id text,
    permissions jsonb NOT NULL DEFAULT '{}', max_parallel_requests integer,
    metadata jsonb NOT NULL DEFAULT '{}', blocked boolean, tpm_limit bigint, rpm_limit bigint,
    max_budget double precision, budget_duration text, budget_reset_at timestamp(3),
    allowed_cache_controls text[], allowed_routes text[], access_group_ids text[], model_spend jsonb NOT NULL DEFAULT '{}',
    model_max_budget jsonb NOT NULL DEFAULT '{}', budget_id text, organization_id text,
    created_at timestamp(3) DEFAULT now(), created_by text, updated_at timestamp(3), updated_by text);
CREATE TABLE "LiteLLM_DeprecatedVerificationToken" (
    id text PRIMARY KEY, token text NOT NULL UNIQUE, active_token_id text NOT NULL,
    revoke_at timestamp(3) NOT NULL);
CREATE TABLE "LiteLLM_EndUserTable" (
    user_id text PRIMARY KEY, alias text, spend double precision NOT NULL DEFAULT 0,
    allowed_model_region text, default_model text, budget_id text, blocked boolean NOT NULL DEFAULT false);
CREATE TABLE "LiteLLM_TagTable" (
    tag_name text PRIMARY KEY, description text, models text[], model_info jsonb,
    spend double precision NOT NULL DEFAULT 0, budget_id text,
    created_at timestamp(3) NOT NULL DEFAULT now(), created_by text);
CREATE TABLE "LiteLLM_ProjectTable" (
    project_id text PRIMARY KEY, project_alias text, team_id text, budget_id text);
CREATE TABLE "LiteLLM_CredentialsTable" (
    credential_id text PRIMARY KEY, credential_name text NOT NULL UNIQUE,
    credential_values jsonb NOT NULL, credential_info jsonb,
    created_at timestamp(3) NOT NULL DEFAULT now(), created_by text);
CREATE TABLE "LiteLLM_ProxyModelTable" (
    model_id text PRIMARY KEY, model_name text NOT NULL, litellm_params jsonb NOT NULL,
    model_info jsonb, created_at timestamp(3) NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT 'default_user_id', blocked boolean NOT NULL DEFAULT false);
CREATE TABLE "LiteLLM_AccessGroupTable" (
    access_group_id text PRIMARY KEY, access_group_name text NOT NULL UNIQUE, description text,
    access_model_names text[] DEFAULT '{}', access_mcp_server_ids text[] DEFAULT '{}',
    access_agent_ids text[] DEFAULT '{}', assigned_team_ids text[] DEFAULT '{}',
    assigned_key_ids text[] DEFAULT '{}', created_at timestamp(3) NOT NULL DEFAULT now(),
    created_by text, updated_at timestamp(3) NOT NULL DEFAULT now(), updated_by text);
CREATE TABLE "LiteLLM_JWTKeyMapping" (
    id text PRIMARY KEY, jwt_issuer text NOT NULL DEFAULT '', jwt_claim_name text NOT NULL,
    jwt_claim_value text NOT NULL, token text NOT NULL REFERENCES "LiteLLM_VerificationToken" (token),
    description text, is_active boolean NOT NULL DEFAULT true,
    created_at timestamp(3) NOT NULL DEFAULT now(), created_by text,
    updated_at timestamp(3) NOT NULL DEFAULT now(), updated_by text,
    UNIQUE (jwt_issuer, jwt_claim_name, jwt_claim_value));
CREATE TABLE "LiteLLM_DailyUserSpend" (
    id text PRIMARY KEY, user_id text, date text NOT NULL, api_key text NOT NULL, model text,
    spend double precision NOT NULL DEFAULT 0);
CREATE TABLE "LiteLLM_DailyTeamSpend" (
    id text PRIMARY KEY, team_id text, date text NOT NULL, api_key text NOT NULL, model text,
    spend double precision NOT NULL DEFAULT 0);
CREATE TABLE "LiteLLM_SpendLogs" (
    request_id text PRIMARY KEY, call_type text NOT NULL, api_key text NOT NULL DEFAULT '',
    spend double precision NOT NULL DEFAULT 0, total_tokens integer NOT NULL DEFAULT 0,
    prompt_tokens integer NOT NULL DEFAULT 0, completion_tokens integer NOT NULL DEFAULT 0,
    "startTime" timestamp(3) NOT NULL, "endTime" timestamp(3) NOT NULL,
    "completionStartTime" timestamp(3), model text NOT NULL DEFAULT '', model_id text DEFAULT '',
    model_group text DEFAULT '', custom_llm_provider text DEFAULT '', api_base text DEFAULT '',
    "user" text DEFAULT '', metadata jsonb DEFAULT '{}', cache_hit text DEFAULT '',
    cache_key text DEFAULT '', request_tags jsonb DEFAULT '[]', team_id text, end_user text,
    requester_ip_address text, messages jsonb DEFAULT '{}', response jsonb DEFAULT '{}',
    session_id text, status text);
