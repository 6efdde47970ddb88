-- What replicas hold of limits that they share. A row is changed only by its instance, but for
-- recalled. Times are milliseconds since 1970 by this server's clock.
CREATE TABLE tollgate.limit_part (
    name text COLLATE "C" NOT NULL,
    instance text COLLATE "C" NOT NULL,
    held bigint NOT NULL CHECK (held >= 0),
    used bigint NOT NULL,
    recalled boolean NOT NULL DEFAULT false,
    told bigint NOT NULL,
    touched bigint NOT NULL,
    PRIMARY KEY (name, instance)
) WITH (fillfactor = 50);

CREATE INDEX limit_part_instance ON tollgate.limit_part (instance);

-- Tells what an instance holds and gives it more, in one statement: to all of its wishes, or to
-- none. What is lost with the server's last half second is told again with the next wish.
CREATE FUNCTION tollgate.hold_limit_parts(
    holder text, silent_for bigint, names text[], alloweds bigint[], helds bigint[], useds bigint[],
    leasts bigint[], wanteds bigint[], orders bigint[]
) RETURNS TABLE (held bigint, others bigint, idle bigint, enough boolean) LANGUAGE plpgsql AS $$
DECLARE
    moment bigint;
    before bigint[] := '{}';
    elsewhere bigint[] := '{}';
    unused bigint[] := '{}';
    suffices boolean[] := '{}';
    last bigint;
    had bigint;
    granted bigint;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    PERFORM pg_advisory_xact_lock(l.key) FROM (
        SELECT DISTINCT hashtextextended(n, 7165538214) AS key FROM unnest(names) AS n ORDER BY 1) l;
    moment := CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint);
    IF NOT EXISTS (SELECT 1 FROM tollgate.instance a WHERE a.name = holder AND a.heard > moment - 1000) THEN
        INSERT INTO tollgate.instance (name, heard) VALUES (holder, moment)
            ON CONFLICT (name) DO UPDATE SET heard = excluded.heard;
    END IF;
    FOR i IN 1 .. cardinality(names) LOOP
        SELECT p.told, p.held INTO last, had
            FROM tollgate.limit_part p WHERE p.name = names[i] AND p.instance = holder;
        SELECT CAST(coalesce(sum(p.held), 0) AS bigint),
            CAST(coalesce(sum(greatest(0, p.held - p.used)), 0) AS bigint) INTO others, idle
            FROM tollgate.limit_part p JOIN tollgate.instance a ON a.name = p.instance
            WHERE p.name = names[i] AND p.instance <> holder AND a.heard > moment - silent_for;
        IF last >= orders[i] THEN
            enough := false;
        ELSE
            INSERT INTO tollgate.limit_part AS p (name, instance, held, used, told, touched)
                VALUES (names[i], holder, helds[i], useds[i], orders[i], moment)
                ON CONFLICT (name, instance) DO UPDATE SET held = excluded.held, used = excluded.used,
                    recalled = false, told = excluded.told, touched = excluded.touched;
            had := helds[i];
            enough := leasts[i] = 0 OR alloweds[i] - had - others >= leasts[i];
        END IF;
        before := before || had;
        elsewhere := elsewhere || others;
        unused := unused || idle;
        suffices := suffices || enough;
    END LOOP;
    FOR i IN 1 .. cardinality(names) LOOP
        granted := 0;
        IF true = ALL (suffices) THEN
            granted := least(wanteds[i], greatest(0, alloweds[i] - before[i] - elsewhere[i]));
        END IF;
        IF granted > 0 THEN
            UPDATE tollgate.limit_part p SET held = p.held + granted, used = p.used + leasts[i]
                WHERE p.name = names[i] AND p.instance = holder;
        ELSIF NOT suffices[i] THEN
            UPDATE tollgate.limit_part p SET recalled = true
                WHERE p.name = names[i] AND p.instance <> holder AND p.held > 0 AND NOT p.recalled;
        END IF;
        held := before[i] + granted;
        others := elsewhere[i];
        idle := unused[i];
        enough := suffices[i];
        RETURN NEXT;
    END LOOP;
END $$;

-- Deployments that an instance leaves alone, and until when by this server's clock.
CREATE TABLE tollgate.cooldown (
    deployment text COLLATE "C" NOT NULL,
    instance text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (deployment, instance)
) WITH (fillfactor = 70);

CREATE INDEX cooldown_revision ON tollgate.cooldown (revision);
