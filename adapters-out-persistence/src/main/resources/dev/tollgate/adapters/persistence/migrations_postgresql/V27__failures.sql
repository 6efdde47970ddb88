-- What kind of calls figures are of (`acompletion`, ...); empty: they are older than this column.
ALTER TABLE tollgate.daily ADD COLUMN call_type text NOT NULL DEFAULT '';

ALTER TABLE tollgate.daily_total ADD COLUMN call_type text NOT NULL DEFAULT '';

ALTER TABLE tollgate.daily_by_subject ADD COLUMN call_type text NOT NULL DEFAULT '';

-- How often what went wrong, by day, model group and deployment (empty: nobody was asked). A line is a
-- digest of the columns that follow it; two rows of one line would be added up like any others.
CREATE TABLE tollgate.daily_failure (
    day date NOT NULL,
    line uuid NOT NULL,
    error text NOT NULL,
    model_group text NOT NULL,
    deployment text NOT NULL,
    api_base text NOT NULL,
    failures bigint NOT NULL,
    PRIMARY KEY (day, line)
) WITH (fillfactor = 70);

INSERT INTO tollgate.daily_failure
SELECT CAST(started_at AS date), CAST(md5(CAST(ROW(error, model_group, deployment, api_base) AS text)) AS uuid),
    error, model_group, deployment, api_base, count(*)
FROM tollgate.ledger
WHERE status IN ('FAILURE', 'REFUSED', 'INTERRUPTED') AND (attempt > 0 OR deployment = '')
GROUP BY CAST(started_at AS date), error, model_group, deployment, api_base;

-- The calls that went wrong are found without looking at the others.
CREATE INDEX ledger_failed ON tollgate.ledger (started_at, id) WHERE error <> '';

-- Failures of providers are told by the status that callers got.
CREATE OR REPLACE VIEW tollgate."LiteLLM_SpendLogs" AS
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
            jsonb_build_object('error_code', coalesce(substring(l.error FROM '^[A-Z_]+ ([0-9]{3})$'), l.error),
                'error_class', substring(l.error FROM '^([A-Z_]+) [0-9]{3}$'),
                'error_message', l.message, 'llm_provider', l.provider) END
    ) AS metadata
FROM tollgate.ledger l CROSS JOIN (SELECT 1) read_only
WHERE l.status IN ('SUCCESS', 'FAILURE', 'REFUSED', 'INTERRUPTED');
