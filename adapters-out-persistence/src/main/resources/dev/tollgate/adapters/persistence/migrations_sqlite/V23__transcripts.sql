-- What was said in calls, where the operator wants it kept. The ids of calls are in the order of time.
CREATE TABLE transcript (
    call_id text PRIMARY KEY,
    asked blob NOT NULL,
    answered blob NOT NULL,
    streamed integer NOT NULL,
    cut integer NOT NULL
);
