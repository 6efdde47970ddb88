-- What was said in calls, where the operator wants it kept. The ids of calls are in the order of time.
CREATE TABLE tollgate.transcript (
    call_id uuid PRIMARY KEY,
    asked bytea NOT NULL,
    answered bytea NOT NULL,
    streamed boolean NOT NULL,
    cut boolean NOT NULL
);
-- They are packed already.
ALTER TABLE tollgate.transcript ALTER asked SET STORAGE EXTERNAL, ALTER answered SET STORAGE EXTERNAL;
