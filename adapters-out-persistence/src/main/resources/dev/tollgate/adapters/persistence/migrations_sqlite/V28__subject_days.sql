-- Figures of days by whom they are of alone, whatever was asked: the sums of daily_by_subject without
-- its rows of everybody. One row is all there is of a subject's day.
CREATE TABLE daily_of_subject (
    scope text NOT NULL,
    day text NOT NULL,
    subject text NOT NULL,
    spend integer NOT NULL,
    prompt_tokens integer NOT NULL,
    completion_tokens integer NOT NULL,
    cache_read_tokens integer NOT NULL,
    cache_write_tokens integer NOT NULL,
    successful integer NOT NULL,
    failed integer NOT NULL,
    PRIMARY KEY (scope, day, subject)
) WITHOUT ROWID;

-- What is there already.
INSERT INTO daily_of_subject
SELECT scope, day, subject, sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM daily_by_subject WHERE subject <> '' GROUP BY scope, day, subject;
