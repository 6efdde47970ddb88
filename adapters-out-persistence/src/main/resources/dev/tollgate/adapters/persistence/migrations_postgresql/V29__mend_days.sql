-- A gateway of a version from before a roll-up, running beside newer ones, adds to the tables that it
-- knows alone. This rolls up anew the days that roll-ups lack something of. Who writes waits for it
-- meanwhile, and it waits for nobody longer than half a second.
CREATE FUNCTION tollgate.mend_days(since date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    its date;
    who text;
    wrong date[];
BEGIN
    IF NOT pg_try_advisory_xact_lock(7165538215) THEN
        RETURN 0;
    END IF;
    SELECT coalesce(array_agg(DISTINCT w.day), '{}') INTO wrong FROM (
        SELECT day FROM (
            SELECT day, 'KEY' AS scope, spend, prompt_tokens, completion_tokens, successful, failed
                FROM tollgate.daily_total WHERE day >= since
            UNION ALL SELECT day, 'KEY', -spend, -prompt_tokens, -completion_tokens, -successful, -failed
                FROM tollgate.daily_by_key WHERE day >= since
            UNION ALL SELECT day, scope, spend, prompt_tokens, completion_tokens, successful, failed
                FROM tollgate.daily_by_subject WHERE day >= since AND subject = ''
            UNION ALL SELECT day, scope, -spend, -prompt_tokens, -completion_tokens, -successful, -failed
                FROM tollgate.daily_of_subject WHERE day >= since
        ) d GROUP BY day, scope
        HAVING sum(spend) <> 0 OR sum(prompt_tokens) <> 0 OR sum(completion_tokens) <> 0
            OR sum(successful) <> 0 OR sum(failed) <> 0
    ) w;
    IF cardinality(wrong) = 0 THEN
        RETURN 0;
    END IF;
    PERFORM set_config('lock_timeout', '500', true);
    -- In the order in which posts write them. What a post has not written yet here it has not
    -- committed there either.
    LOCK TABLE tollgate.daily_by_subject, tollgate.daily_of_subject, tollgate.daily_by_key
        IN SHARE ROW EXCLUSIVE MODE;
    FOREACH its IN ARRAY wrong LOOP
        DELETE FROM tollgate.daily_by_key WHERE day = its;
        INSERT INTO tollgate.daily_by_key
            SELECT day, key_hash, CAST(md5(CAST(ROW(user_id, team_id, organization_id) AS text)) AS uuid),
                user_id, team_id, organization_id, sum(spend), sum(prompt_tokens),
                sum(completion_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
                sum(successful), sum(failed)
            FROM tollgate.daily WHERE day = its AND tag = ''
            GROUP BY day, key_hash, user_id, team_id, organization_id;
        FOREACH who IN ARRAY ARRAY['USER', 'TEAM', 'ORGANIZATION', 'CUSTOMER', 'TAG'] LOOP
            DELETE FROM tollgate.daily_by_subject WHERE scope = who AND day = its;
            INSERT INTO tollgate.daily_by_subject (scope, day, subject, line, model, model_group, provider,
                    call_type, spend, prompt_tokens, completion_tokens, cache_read_tokens,
                    cache_write_tokens, successful, failed)
                SELECT who, its, d.subject,
                    CAST(md5(CAST(ROW(model, model_group, provider, call_type) AS text)) AS uuid),
                    model, model_group, provider, call_type, sum(spend), sum(prompt_tokens),
                    sum(completion_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
                    sum(successful), sum(failed)
                FROM (
                    SELECT CASE who WHEN 'USER' THEN user_id WHEN 'TEAM' THEN team_id
                        WHEN 'ORGANIZATION' THEN organization_id WHEN 'CUSTOMER' THEN customer
                        ELSE tag END AS subject, l.*
                    FROM tollgate.daily l WHERE day = its AND (tag <> '') = (who = 'TAG')
                ) d WHERE d.subject <> ''
                GROUP BY d.subject, model, model_group, provider, call_type;
            DELETE FROM tollgate.daily_of_subject WHERE scope = who AND day = its;
            INSERT INTO tollgate.daily_of_subject
                SELECT scope, day, subject, sum(spend), sum(prompt_tokens), sum(completion_tokens),
                    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
                FROM tollgate.daily_by_subject WHERE scope = who AND day = its
                GROUP BY scope, day, subject;
            INSERT INTO tollgate.daily_by_subject (scope, day, subject, line, model, model_group, provider,
                    call_type, spend, prompt_tokens, completion_tokens, cache_read_tokens,
                    cache_write_tokens, successful, failed)
                SELECT scope, day, '', line, model, model_group, provider, call_type, sum(spend), sum(prompt_tokens),
                    sum(completion_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
                    sum(successful), sum(failed)
                FROM tollgate.daily_by_subject WHERE scope = who AND day = its
                GROUP BY scope, day, line, model, model_group, provider, call_type;
        END LOOP;
    END LOOP;
    RETURN cardinality(wrong);
END $$;
