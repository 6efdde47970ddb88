-- Views that are named as LiteLLM's tables are, for dashboards that were written for those. They are
-- read-only: each has a second source, which keeps PostgreSQL from taking changes through it.

CREATE FUNCTION tollgate.json_texts(list json) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN json_typeof(list) = 'array'
        THEN ARRAY(SELECT json_array_elements_text(list)) ELSE ARRAY[]::text[] END
$$;

-- What is no number or moment is nothing, rather than the end of the query.
CREATE FUNCTION tollgate.json_number(fields json, field text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN json_typeof(fields -> field) = 'number' THEN CAST(fields ->> field AS numeric) END
$$;

CREATE FUNCTION tollgate.json_moment(fields json, field text) RETURNS timestamp LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN fields ->> field ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d'
        THEN CAST(fields ->> field AS timestamptz) AT TIME ZONE 'UTC' END
$$;

CREATE FUNCTION tollgate.json_object(fields json, field text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN json_typeof(fields -> field) = 'object'
        THEN CAST(fields -> field AS jsonb) ELSE '{}' END
$$;

CREATE VIEW tollgate."LiteLLM_SpendLogs" AS
SELECT
    CAST(l.id AS text) AS request_id,
    l.call_type,
    l.key_hash AS api_key,
    coalesce(l.cost, 0) AS spend,
    l.input_tokens + l.output_tokens AS total_tokens,
    l.input_tokens AS prompt_tokens,
    l.output_tokens AS completion_tokens,
    l.started_at AS "startTime",
    l.started_at + l.duration_nanos / 1000 * INTERVAL '1 microsecond' AS "endTime",
    CASE WHEN l.first_token_nanos > 0
        THEN l.started_at + l.first_token_nanos / 1000 * INTERVAL '1 microsecond'
        ELSE l.started_at + l.duration_nanos / 1000 * INTERVAL '1 microsecond'
    END AS "completionStartTime",
    l.duration_nanos / 1000000 AS request_duration_ms,
    coalesce(nullif(l.model, ''), l.asked_group) AS model,
    l.deployment AS model_id,
    coalesce(nullif(l.model_group, ''), l.asked_group) AS model_group,
    l.provider AS custom_llm_provider,
    l.api_base,
    l.user_id AS "user",
    nullif(l.team_id, '') AS team_id,
    nullif(l.organization_id, '') AS organization_id,
    l.customer AS end_user,
    l.address AS requester_ip_address,
    'False' AS cache_hit,
    '' AS cache_key,
    l.tags AS request_tags,
    CAST('{}' AS jsonb) AS messages,
    CAST('{}' AS jsonb) AS response,
    CAST('{}' AS jsonb) AS proxy_server_request,
    nullif(l.session_id, '') AS session_id,
    CASE WHEN l.status = 'SUCCESS' THEN 'success' ELSE 'failure' END AS status,
    jsonb_build_object(
        'user_api_key', l.key_hash,
        'user_api_key_alias', nullif(l.key_alias, ''),
        'user_api_key_user_id', nullif(l.user_id, ''),
        'user_api_key_team_id', nullif(l.team_id, ''),
        'user_api_key_team_alias', nullif(l.team_alias, ''),
        'user_api_key_org_id', nullif(l.organization_id, ''),
        'litellm_call_id', l.caller_id,
        'response_id', nullif(l.response_id, ''),
        'attempt', l.attempt,
        'unpriced', l.cost IS NULL,
        'error_information', CASE WHEN l.error <> '' THEN
            jsonb_build_object('error_code', l.error, 'error_message', l.message) END
    ) AS metadata
FROM tollgate.ledger l CROSS JOIN (SELECT 1) read_only
WHERE l.status IN ('SUCCESS', 'FAILURE', 'REFUSED', 'INTERRUPTED');

CREATE VIEW tollgate."LiteLLM_VerificationToken" AS
SELECT
    e.id AS token,
    e.fields ->> 'key_name' AS key_name,
    nullif(e.name, '') AS key_alias,
    coalesce(s.amount, 0) AS spend,
    tollgate.json_moment(e.fields, 'expires') AS expires,
    tollgate.json_texts(e.fields -> 'models') AS models,
    tollgate.json_object(e.fields, 'aliases') AS aliases,
    tollgate.json_object(e.fields, 'config') AS config,
    nullif(e.user_id, '') AS user_id,
    nullif(e.team_id, '') AS team_id,
    nullif(e.organization_id, '') AS organization_id,
    tollgate.json_object(e.fields, 'permissions') AS permissions,
    tollgate.json_number(e.fields, 'max_parallel_requests') AS max_parallel_requests,
    tollgate.json_object(e.fields, 'metadata') AS metadata,
    coalesce(e.fields ->> 'blocked', 'false') = 'true' AS blocked,
    tollgate.json_number(e.fields, 'tpm_limit') AS tpm_limit,
    tollgate.json_number(e.fields, 'rpm_limit') AS rpm_limit,
    tollgate.json_number(e.fields, 'max_budget') AS max_budget,
    e.fields ->> 'budget_duration' AS budget_duration,
    tollgate.json_moment(e.fields, 'budget_reset_at') AS budget_reset_at,
    tollgate.json_texts(e.fields -> 'allowed_routes') AS allowed_routes,
    tollgate.json_object(e.fields, 'model_max_budget') AS model_max_budget,
    nullif(e.budget_id, '') AS budget_id,
    e.created_at AT TIME ZONE 'UTC' AS created_at,
    e.created_by,
    e.updated_at AT TIME ZONE 'UTC' AS updated_at,
    e.updated_by
FROM tollgate.entity e
LEFT JOIN tollgate.spent s ON s.scope = e.scope AND s.subject = e.subject AND s.model = ''
WHERE e.kind = 'KEY';

CREATE VIEW tollgate."LiteLLM_TeamTable" AS
SELECT
    e.id AS team_id,
    nullif(e.label, '') AS team_alias,
    nullif(e.organization_id, '') AS organization_id,
    ARRAY(
        SELECT m.user_id FROM tollgate.entity m
        WHERE m.kind = 'TEAM_MEMBER' AND m.team_id = e.id AND m.team_id <> ''
            AND m.fields ->> 'role' = 'admin' ORDER BY m.user_id
    ) AS admins,
    ARRAY(
        SELECT m.user_id FROM tollgate.entity m
        WHERE m.kind = 'TEAM_MEMBER' AND m.team_id = e.id AND m.team_id <> '' ORDER BY m.user_id
    ) AS members,
    tollgate.json_object(e.fields, 'metadata') AS metadata,
    tollgate.json_number(e.fields, 'max_budget') AS max_budget,
    tollgate.json_number(e.fields, 'soft_budget') AS soft_budget,
    coalesce(s.amount, 0) AS spend,
    tollgate.json_texts(e.fields -> 'models') AS models,
    tollgate.json_number(e.fields, 'max_parallel_requests') AS max_parallel_requests,
    tollgate.json_number(e.fields, 'tpm_limit') AS tpm_limit,
    tollgate.json_number(e.fields, 'rpm_limit') AS rpm_limit,
    e.fields ->> 'budget_duration' AS budget_duration,
    tollgate.json_moment(e.fields, 'budget_reset_at') AS budget_reset_at,
    coalesce(e.fields ->> 'blocked', 'false') = 'true' AS blocked,
    e.created_at AT TIME ZONE 'UTC' AS created_at,
    e.updated_at AT TIME ZONE 'UTC' AS updated_at
FROM tollgate.entity e
LEFT JOIN tollgate.spent s ON s.scope = e.scope AND s.subject = e.subject AND s.model = ''
WHERE e.kind = 'TEAM';

CREATE VIEW tollgate."LiteLLM_TeamMembership" AS
SELECT
    e.user_id,
    e.team_id,
    coalesce(s.amount, 0) AS spend,
    coalesce(s.amount, 0) AS total_spend,
    nullif(e.budget_id, '') AS budget_id
FROM tollgate.entity e
LEFT JOIN tollgate.spent s ON s.scope = e.scope AND s.subject = e.subject AND s.model = ''
WHERE e.kind = 'TEAM_MEMBER';

CREATE VIEW tollgate."LiteLLM_UserTable" AS
SELECT
    e.id AS user_id,
    nullif(e.label, '') AS user_alias,
    nullif(e.name, '') AS user_email,
    nullif(e.role, '') AS user_role,
    ARRAY(
        SELECT m.team_id FROM tollgate.entity m
        WHERE m.kind = 'TEAM_MEMBER' AND m.user_id = e.id AND m.user_id <> '' ORDER BY m.team_id
    ) AS teams,
    tollgate.json_texts(e.fields -> 'models') AS models,
    tollgate.json_object(e.fields, 'metadata') AS metadata,
    tollgate.json_number(e.fields, 'max_budget') AS max_budget,
    coalesce(s.amount, 0) AS spend,
    e.fields ->> 'budget_duration' AS budget_duration,
    tollgate.json_moment(e.fields, 'budget_reset_at') AS budget_reset_at,
    tollgate.json_number(e.fields, 'tpm_limit') AS tpm_limit,
    tollgate.json_number(e.fields, 'rpm_limit') AS rpm_limit,
    e.created_at AT TIME ZONE 'UTC' AS created_at,
    e.updated_at AT TIME ZONE 'UTC' AS updated_at
FROM tollgate.entity e
LEFT JOIN tollgate.spent s ON s.scope = e.scope AND s.subject = e.subject AND s.model = ''
WHERE e.kind = 'USER';

CREATE VIEW tollgate."LiteLLM_OrganizationTable" AS
SELECT
    e.id AS organization_id,
    nullif(e.label, '') AS organization_alias,
    nullif(e.budget_id, '') AS budget_id,
    tollgate.json_object(e.fields, 'metadata') AS metadata,
    tollgate.json_texts(e.fields -> 'models') AS models,
    coalesce(s.amount, 0) AS spend,
    e.created_at AT TIME ZONE 'UTC' AS created_at,
    e.updated_at AT TIME ZONE 'UTC' AS updated_at
FROM tollgate.entity e
LEFT JOIN tollgate.spent s ON s.scope = e.scope AND s.subject = e.subject AND s.model = ''
WHERE e.kind = 'ORGANIZATION';

CREATE VIEW tollgate."LiteLLM_EndUserTable" AS
SELECT
    e.id AS user_id,
    nullif(e.label, '') AS alias,
    coalesce(s.amount, 0) AS spend,
    nullif(e.budget_id, '') AS budget_id,
    coalesce(e.fields ->> 'blocked', 'false') = 'true' AS blocked
FROM tollgate.entity e
LEFT JOIN tollgate.spent s ON s.scope = e.scope AND s.subject = e.subject AND s.model = ''
WHERE e.kind = 'CUSTOMER';

CREATE VIEW tollgate."LiteLLM_TagTable" AS
SELECT
    e.id AS tag_name,
    e.fields ->> 'description' AS description,
    tollgate.json_texts(e.fields -> 'models') AS models,
    coalesce(s.amount, 0) AS spend,
    nullif(e.budget_id, '') AS budget_id,
    e.created_at AT TIME ZONE 'UTC' AS created_at,
    e.updated_at AT TIME ZONE 'UTC' AS updated_at
FROM tollgate.entity e
LEFT JOIN tollgate.spent s ON s.scope = e.scope AND s.subject = e.subject AND s.model = ''
WHERE e.kind = 'TAG';

CREATE VIEW tollgate."LiteLLM_BudgetTable" AS
SELECT
    e.id AS budget_id,
    tollgate.json_number(e.fields, 'max_budget') AS max_budget,
    tollgate.json_number(e.fields, 'soft_budget') AS soft_budget,
    tollgate.json_number(e.fields, 'max_parallel_requests') AS max_parallel_requests,
    tollgate.json_number(e.fields, 'tpm_limit') AS tpm_limit,
    tollgate.json_number(e.fields, 'rpm_limit') AS rpm_limit,
    tollgate.json_object(e.fields, 'model_max_budget') AS model_max_budget,
    e.fields ->> 'budget_duration' AS budget_duration,
    tollgate.json_moment(e.fields, 'budget_reset_at') AS budget_reset_at,
    e.created_at AT TIME ZONE 'UTC' AS created_at,
    e.updated_at AT TIME ZONE 'UTC' AS updated_at
FROM tollgate.entity e CROSS JOIN (SELECT 1) read_only
WHERE e.kind = 'BUDGET';

-- Figures of days. A row is what one key used of one deployment for one customer: sum them up.
CREATE VIEW tollgate.litellm_daily AS
SELECT
    d.day || '-' || d.line AS id,
    CAST(d.day AS text) AS date,
    d.tag,
    d.user_id,
    d.team_id,
    d.organization_id,
    d.customer,
    d.key_hash AS api_key,
    d.model,
    d.model_group,
    d.provider AS custom_llm_provider,
    '' AS mcp_namespaced_tool_name,
    '' AS endpoint,
    d.prompt_tokens,
    d.completion_tokens,
    d.cache_read_tokens AS cache_read_input_tokens,
    d.cache_write_tokens AS cache_creation_input_tokens,
    d.spend,
    d.successful + d.failed AS api_requests,
    d.successful AS successful_requests,
    d.failed AS failed_requests
FROM tollgate.daily d CROSS JOIN (SELECT 1) read_only;

CREATE VIEW tollgate."LiteLLM_DailyUserSpend" AS
SELECT id, user_id, date, api_key, model, model_group, custom_llm_provider,
    mcp_namespaced_tool_name, endpoint, prompt_tokens, completion_tokens, cache_read_input_tokens,
    cache_creation_input_tokens, spend, api_requests, successful_requests, failed_requests
FROM tollgate.litellm_daily WHERE tag = '';

CREATE VIEW tollgate."LiteLLM_DailyTeamSpend" AS
SELECT id, team_id, date, api_key, model, model_group, custom_llm_provider,
    mcp_namespaced_tool_name, endpoint, prompt_tokens, completion_tokens, cache_read_input_tokens,
    cache_creation_input_tokens, spend, api_requests, successful_requests, failed_requests
FROM tollgate.litellm_daily WHERE tag = '' AND team_id <> '';

CREATE VIEW tollgate."LiteLLM_DailyOrganizationSpend" AS
SELECT id, organization_id, date, api_key, model, model_group, custom_llm_provider,
    mcp_namespaced_tool_name, endpoint, prompt_tokens, completion_tokens, cache_read_input_tokens,
    cache_creation_input_tokens, spend, api_requests, successful_requests, failed_requests
FROM tollgate.litellm_daily WHERE tag = '' AND organization_id <> '';

CREATE VIEW tollgate."LiteLLM_DailyEndUserSpend" AS
SELECT id, customer AS end_user_id, date, api_key, model, model_group, custom_llm_provider,
    mcp_namespaced_tool_name, endpoint, prompt_tokens, completion_tokens, cache_read_input_tokens,
    cache_creation_input_tokens, spend, api_requests, successful_requests, failed_requests
FROM tollgate.litellm_daily WHERE tag = '' AND customer <> '';

CREATE VIEW tollgate."LiteLLM_DailyTagSpend" AS
SELECT id, tag, date, api_key, model, model_group, custom_llm_provider,
    mcp_namespaced_tool_name, endpoint, prompt_tokens, completion_tokens, cache_read_input_tokens,
    cache_creation_input_tokens, spend, api_requests, successful_requests, failed_requests
FROM tollgate.litellm_daily WHERE tag <> '';

CREATE VIEW tollgate."MonthlyGlobalSpend" AS
SELECT day AS date, sum(spend) AS spend FROM tollgate.daily_total
WHERE day >= (now() AT TIME ZONE 'UTC')::date - 30 GROUP BY day;

CREATE VIEW tollgate."Last30dKeysBySpend" AS
SELECT d.key_hash AS api_key, max(k.name) AS key_alias, max(k.fields ->> 'key_name') AS key_name,
    sum(d.spend) AS total_spend
FROM tollgate.daily d LEFT JOIN tollgate.entity k ON k.kind = 'KEY' AND k.id = d.key_hash
WHERE d.tag = '' AND d.day >= (now() AT TIME ZONE 'UTC')::date - 30 GROUP BY d.key_hash;

CREATE VIEW tollgate."Last30dModelsBySpend" AS
SELECT model, sum(spend) AS total_spend FROM tollgate.daily_total
WHERE day >= (now() AT TIME ZONE 'UTC')::date - 30 GROUP BY model;
