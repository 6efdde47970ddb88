-- Figures of days, rolled up from tollgate.daily: what reports over very many keys or users read. They
-- are written in the transaction that writes tollgate.daily, and equal its sums. A line is a digest of
-- the columns that follow the subject; two rows of one line would be added up like any others.

-- By whom they are of and what was asked. scope: USER, TEAM, ORGANIZATION, CUSTOMER, TAG; subject: ''
-- is everybody of the scope together.
CREATE TABLE tollgate.daily_by_subject (
    scope text COLLATE "C" NOT NULL,
    day date NOT NULL,
    subject text COLLATE "C" NOT NULL,
    line uuid NOT NULL,
    model text NOT NULL,
    model_group text NOT NULL,
    provider text NOT NULL,
    spend numeric(20, 9) NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    successful bigint NOT NULL,
    failed bigint NOT NULL,
    PRIMARY KEY (scope, day, subject, line)
) WITH (fillfactor = 70);

-- By key and whose it was.
CREATE TABLE tollgate.daily_by_key (
    day date NOT NULL,
    key_hash text COLLATE "C" NOT NULL,
    line uuid NOT NULL,
    user_id text NOT NULL,
    team_id text NOT NULL,
    organization_id text NOT NULL,
    spend numeric(20, 9) NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    successful bigint NOT NULL,
    failed bigint NOT NULL,
    PRIMARY KEY (day, key_hash, line)
) WITH (fillfactor = 80);

-- What is there already, a day at a time.
DO $$
DECLARE
    its date;
    who text;
BEGIN
    FOR its IN SELECT DISTINCT day FROM tollgate.daily_total ORDER BY day LOOP
        INSERT INTO tollgate.daily_by_key
            SELECT day, key_hash, CAST(md5(CAST(ROW(user_id, team_id, organization_id) AS text)) AS uuid),
                user_id, team_id, organization_id, sum(spend), sum(prompt_tokens),
                sum(completion_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
                sum(successful), sum(failed)
            FROM tollgate.daily WHERE day = its AND tag = ''
            GROUP BY day, key_hash, user_id, team_id, organization_id;
        FOREACH who IN ARRAY ARRAY['USER', 'TEAM', 'ORGANIZATION', 'CUSTOMER', 'TAG'] LOOP
            INSERT INTO tollgate.daily_by_subject
                SELECT who, its, d.subject,
                    CAST(md5(CAST(ROW(model, model_group, provider) AS text)) AS uuid),
                    model, model_group, provider, sum(spend), sum(prompt_tokens),
                    sum(completion_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
                    sum(successful), sum(failed)
                FROM (
                    SELECT CASE who WHEN 'USER' THEN user_id WHEN 'TEAM' THEN team_id
                        WHEN 'ORGANIZATION' THEN organization_id WHEN 'CUSTOMER' THEN customer
                        ELSE tag END AS subject, l.*
                    FROM tollgate.daily l WHERE day = its AND (tag <> '') = (who = 'TAG')
                ) d WHERE d.subject <> '' GROUP BY d.subject, model, model_group, provider;
        END LOOP;
        INSERT INTO tollgate.daily_by_subject
            SELECT scope, day, '', line, model, model_group, provider, sum(spend), sum(prompt_tokens),
                sum(completion_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
                sum(successful), sum(failed)
            FROM tollgate.daily_by_subject WHERE day = its
            GROUP BY scope, day, line, model, model_group, provider;
    END LOOP;
END $$;

CREATE OR REPLACE VIEW tollgate."Last30dKeysBySpend" AS
SELECT d.key_hash AS api_key, max(k.name) AS key_alias, max(k.fields ->> 'key_name') AS key_name,
    sum(d.spend) AS total_spend
FROM tollgate.daily_by_key d LEFT JOIN tollgate.entity k ON k.kind = 'KEY' AND k.id = d.key_hash
WHERE d.day >= (now() AT TIME ZONE 'UTC')::date - 30 GROUP BY d.key_hash;
