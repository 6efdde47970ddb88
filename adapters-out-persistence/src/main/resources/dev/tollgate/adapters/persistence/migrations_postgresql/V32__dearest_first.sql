-- The dearest first, as in the views that these are named after: panels take the first ten.
CREATE OR REPLACE VIEW tollgate."Last30dKeysBySpend" AS
SELECT d.key_hash AS api_key, max(k.name) AS key_alias, max(k.fields ->> 'key_name') AS key_name,
    sum(d.spend) AS total_spend
FROM tollgate.daily_by_key d LEFT JOIN tollgate.entity k ON k.kind = 'KEY' AND k.id = d.key_hash
WHERE d.day >= (now() AT TIME ZONE 'UTC')::date - 30 GROUP BY d.key_hash ORDER BY total_spend DESC;

CREATE OR REPLACE VIEW tollgate."Last30dModelsBySpend" AS
SELECT model, sum(spend) AS total_spend FROM tollgate.daily_total
WHERE day >= (now() AT TIME ZONE 'UTC')::date - 30 GROUP BY model ORDER BY total_spend DESC;
