-- What kind of calls figures are of (`acompletion`, ...); empty: they are older than this column.
ALTER TABLE daily ADD COLUMN call_type text NOT NULL DEFAULT '';

ALTER TABLE daily_total ADD COLUMN call_type text NOT NULL DEFAULT '';

ALTER TABLE daily_by_subject ADD COLUMN call_type text NOT NULL DEFAULT '';

-- How often what went wrong, by day, model group and deployment (empty: nobody was asked). A line stands
-- for the columns that follow it; two rows of one line would be added up like any others.
CREATE TABLE daily_failure (
    day text NOT NULL,
    line text NOT NULL,
    error text NOT NULL,
    model_group text NOT NULL,
    deployment text NOT NULL,
    api_base text NOT NULL,
    failures integer NOT NULL,
    PRIMARY KEY (day, line)
) WITHOUT ROWID;

INSERT INTO daily_failure
SELECT date(started_at / 1000000, 'unixepoch'), json_array(error, model_group, deployment, api_base),
    error, model_group, deployment, api_base, count(*)
FROM ledger
WHERE status IN ('FAILURE', 'REFUSED', 'INTERRUPTED') AND (attempt > 0 OR deployment = '')
GROUP BY 1, error, model_group, deployment, api_base;

-- The calls that went wrong are found without looking at the others.
CREATE INDEX ledger_failed ON ledger (started_at, id) WHERE error <> '';
