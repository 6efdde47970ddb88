-- Figures of days, rolled up from daily: what reports over very many keys or users read. They are
-- written in the transaction that writes daily, and equal its sums. A line stands for the columns that
-- follow it; two rows of one line would be added up like any others.

-- By whom they are of and what was asked. scope: USER, TEAM, ORGANIZATION, CUSTOMER, TAG; subject: ''
-- is everybody of the scope together.
CREATE TABLE daily_by_subject (
    scope text NOT NULL,
    day text NOT NULL,
    subject text NOT NULL,
    line text NOT NULL,
    model text NOT NULL,
    model_group text NOT NULL,
    provider text NOT NULL,
    spend integer NOT NULL,
    prompt_tokens integer NOT NULL,
    completion_tokens integer NOT NULL,
    cache_read_tokens integer NOT NULL,
    cache_write_tokens integer NOT NULL,
    successful integer NOT NULL,
    failed integer NOT NULL,
    PRIMARY KEY (scope, day, subject, line)
) WITHOUT ROWID;

-- By key and whose it was.
CREATE TABLE daily_by_key (
    day text NOT NULL,
    key_hash text NOT NULL,
    line text NOT NULL,
    user_id text NOT NULL,
    team_id text NOT NULL,
    organization_id text NOT NULL,
    spend integer NOT NULL,
    prompt_tokens integer NOT NULL,
    completion_tokens integer NOT NULL,
    cache_read_tokens integer NOT NULL,
    cache_write_tokens integer NOT NULL,
    successful integer NOT NULL,
    failed integer NOT NULL,
    PRIMARY KEY (day, key_hash, line)
) WITHOUT ROWID;

-- What is there already.
INSERT INTO daily_by_key
SELECT day, key_hash, json_array(user_id, team_id, organization_id), user_id, team_id, organization_id,
    sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM daily WHERE tag = '' GROUP BY day, key_hash, user_id, team_id, organization_id;

INSERT INTO daily_by_subject
SELECT 'USER', day, user_id, json_array(model, model_group, provider), model, model_group, provider,
    sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM daily WHERE tag = '' AND user_id <> '' GROUP BY day, user_id, model, model_group, provider;

INSERT INTO daily_by_subject
SELECT 'TEAM', day, team_id, json_array(model, model_group, provider), model, model_group, provider,
    sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM daily WHERE tag = '' AND team_id <> '' GROUP BY day, team_id, model, model_group, provider;

INSERT INTO daily_by_subject
SELECT 'ORGANIZATION', day, organization_id, json_array(model, model_group, provider), model, model_group, provider,
    sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM daily WHERE tag = '' AND organization_id <> '' GROUP BY day, organization_id, model, model_group, provider;

INSERT INTO daily_by_subject
SELECT 'CUSTOMER', day, customer, json_array(model, model_group, provider), model, model_group, provider,
    sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM daily WHERE tag = '' AND customer <> '' GROUP BY day, customer, model, model_group, provider;

INSERT INTO daily_by_subject
SELECT 'TAG', day, tag, json_array(model, model_group, provider), model, model_group, provider,
    sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM daily WHERE tag <> '' AND tag <> '' GROUP BY day, tag, model, model_group, provider;

INSERT INTO daily_by_subject
SELECT scope, day, '', line, model, model_group, provider,
    sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM daily_by_subject GROUP BY scope, day, line, model, model_group, provider;
