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
