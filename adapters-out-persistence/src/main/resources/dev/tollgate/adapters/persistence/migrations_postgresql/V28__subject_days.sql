-- Figures of days by whom they are of alone, whatever was asked: the sums of tollgate.daily_by_subject
-- without its rows of everybody. One row is all there is of a subject's day, so that the dearest of a
-- month are found without adding anything up.
CREATE TABLE tollgate.daily_of_subject (
    scope text COLLATE "C" NOT NULL,
    day date NOT NULL,
    subject text COLLATE "C" NOT NULL,
    spend numeric(20, 9) NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    successful bigint NOT NULL,
    failed bigint NOT NULL,
    PRIMARY KEY (scope, day, subject)
) WITH (fillfactor = 70);

-- What is there already.
INSERT INTO tollgate.daily_of_subject
SELECT scope, day, subject, sum(spend), sum(prompt_tokens), sum(completion_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(successful), sum(failed)
FROM tollgate.daily_by_subject WHERE subject <> '' GROUP BY scope, day, subject;
