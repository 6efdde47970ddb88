-- Budget accounts. The one of a subject that never resets (no window, no model) is what it ever spent.
CREATE TABLE tollgate.account (
    name text COLLATE "C" PRIMARY KEY,
    scope text NOT NULL,
    subject text NOT NULL,
    model text NOT NULL,
    period text NOT NULL,
    period_start timestamp NOT NULL,
    settled numeric(20, 9) NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX account_ever ON tollgate.account (scope, subject, model) WHERE period = '';

-- What lists of entities are sorted by.
DROP TABLE tollgate.spent;
CREATE VIEW tollgate.spent AS
    SELECT scope, subject, model, settled AS amount FROM tollgate.account WHERE period = '';

-- What instances hold of accounts. A row is changed only by who has locked its account.
CREATE TABLE tollgate.lease (
    account text COLLATE "C" NOT NULL,
    instance text NOT NULL,
    amount numeric(20, 9) NOT NULL CHECK (amount >= 0),
    recalled numeric(20, 9) NOT NULL DEFAULT 0,
    PRIMARY KEY (account, instance)
) WITH (fillfactor = 70);

CREATE INDEX lease_instance ON tollgate.lease (instance);

-- When instances were last heard of, in milliseconds by this server's clock.
CREATE TABLE tollgate.instance (
    name text PRIMARY KEY,
    heard bigint NOT NULL
) WITH (fillfactor = 50);

-- Grants leases, in one statement: near a budget's end every call waits for one. Amounts are
-- nano-dollars. The rule is that of the other stores: nothing, or between what is needed and what is
-- wanted; who needs more than is free has it recalled from the others.
CREATE FUNCTION tollgate.lease_accounts(
    holder text, names text[], scopes text[], subjects text[], models text[], periods text[],
    starts bigint[], limits bigint[], leasts bigint[], wanteds bigint[]
) RETURNS TABLE (granted bigint, settled bigint, others bigint) LANGUAGE plpgsql AS $$
DECLARE
    spent bigint;
    mine bigint;
    free bigint;
BEGIN
    INSERT INTO tollgate.instance (name, heard)
        VALUES (holder, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint))
        ON CONFLICT (name) DO UPDATE SET heard = excluded.heard;
    INSERT INTO tollgate.account (name, scope, subject, model, period, period_start, settled)
        SELECT n, s, j, m, p, TIMESTAMP 'epoch' + t * INTERVAL '1 microsecond', 0
        FROM unnest(names, scopes, subjects, models, periods, starts) AS u (n, s, j, m, p, t)
        ORDER BY n COLLATE "C" ON CONFLICT (name) DO NOTHING;
    PERFORM 1 FROM tollgate.account a WHERE a.name = ANY (names) ORDER BY a.name FOR UPDATE;
    FOR i IN 1 .. cardinality(names) LOOP
        SELECT CAST(a.settled * 1000000000 AS bigint) INTO STRICT spent
            FROM tollgate.account a WHERE a.name = names[i];
        SELECT CAST(coalesce(sum(l.amount) FILTER (WHERE l.instance = holder), 0) * 1000000000 AS bigint),
            CAST(coalesce(sum(l.amount) FILTER (WHERE l.instance <> holder), 0) * 1000000000 AS bigint)
            INTO mine, others FROM tollgate.lease l WHERE l.account = names[i];
        free := limits[i] - spent - mine - others;
        granted := 0;
        IF free < leasts[i] THEN
            UPDATE tollgate.lease l SET recalled = (leasts[i] - free) * 0.000000001
                WHERE l.account = names[i] AND l.instance <> holder AND l.amount > 0
                    AND l.recalled < (leasts[i] - free) * 0.000000001;
        ELSE
            granted := least(free, wanteds[i]);
            IF granted > 0 THEN
                INSERT INTO tollgate.lease AS l (account, instance, amount)
                    VALUES (names[i], holder, granted * 0.000000001)
                    ON CONFLICT (account, instance) DO UPDATE SET amount = l.amount + excluded.amount;
            END IF;
            -- What is left over is nobody's: whoever waits finds it without a recall.
            IF free > granted THEN
                UPDATE tollgate.lease l
                    SET recalled = greatest(0, l.recalled - (free - granted) * 0.000000001)
                    WHERE l.account = names[i] AND l.recalled > 0;
            END IF;
        END IF;
        settled := spent;
        RETURN NEXT;
    END LOOP;
END $$;

-- The ledger entries that leases of silent instances were booked by.
CREATE TABLE tollgate.unreconciled (
    instance text NOT NULL,
    account text COLLATE "C" NOT NULL,
    entry uuid NOT NULL,
    amount numeric(20, 9) NOT NULL,
    PRIMARY KEY (instance, account)
);

-- Entries in the order of time, a partition for each day. Times are UTC.
CREATE TABLE tollgate.ledger (
    id uuid NOT NULL,
    instance text NOT NULL,
    call_id uuid NOT NULL,
    caller_id text NOT NULL,
    call_type text NOT NULL,
    asked_group text NOT NULL,
    session_id text NOT NULL,
    address text NOT NULL,
    tags jsonb NOT NULL,
    streaming boolean NOT NULL,
    attempt bigint NOT NULL,
    is_last boolean NOT NULL,
    key_id text NOT NULL,
    key_hash text NOT NULL,
    key_alias text NOT NULL,
    user_id text NOT NULL,
    team_id text NOT NULL,
    team_alias text NOT NULL,
    organization_id text NOT NULL,
    customer text NOT NULL,
    deployment text NOT NULL,
    model_group text NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    api_base text NOT NULL,
    response_id text NOT NULL,
    started_at timestamp NOT NULL,
    duration_nanos bigint NOT NULL,
    first_token_nanos bigint NOT NULL,
    reported boolean NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    cache_write_1h_tokens bigint NOT NULL,
    audio_input_tokens bigint NOT NULL,
    audio_output_tokens bigint NOT NULL,
    reasoning_tokens bigint NOT NULL,
    estimated boolean NOT NULL,
    terms text NOT NULL,
    meters text NOT NULL,
    cost numeric(20, 9),
    list_cost numeric(20, 9),
    status text NOT NULL,
    error text NOT NULL,
    message text NOT NULL,
    accounts text NOT NULL,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);

CREATE INDEX ledger_started ON tollgate.ledger (started_at, id);
CREATE INDEX ledger_call ON tollgate.ledger (call_id);
CREATE INDEX ledger_caller ON tollgate.ledger (caller_id) WHERE caller_id <> '';
CREATE INDEX ledger_response ON tollgate.ledger (response_id) WHERE response_id <> '';
CREATE INDEX ledger_session ON tollgate.ledger (session_id) WHERE session_id <> '';
CREATE INDEX ledger_key ON tollgate.ledger (key_hash, started_at);
CREATE INDEX ledger_user ON tollgate.ledger (user_id, started_at) WHERE user_id <> '';
CREATE INDEX ledger_team ON tollgate.ledger (team_id, started_at) WHERE team_id <> '';
CREATE INDEX ledger_customer ON tollgate.ledger (customer, started_at) WHERE customer <> '';

-- Days before this one were dropped: their entries are not taken again.
CREATE TABLE tollgate.ledger_horizon (
    only_one integer PRIMARY KEY DEFAULT 1 CHECK (only_one = 1),
    first_day text NOT NULL DEFAULT '0000-01-01',
    ignored bigint NOT NULL DEFAULT 0
);
INSERT INTO tollgate.ledger_horizon DEFAULT VALUES;

-- The partition of a day. It is attached rather than made in place: that waits for nobody who reads.
CREATE FUNCTION tollgate.ledger_day(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part text := 'ledger_' || to_char(day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(7165538213);
    IF to_regclass('tollgate.' || part) IS NULL THEN
        -- Rows are only added: soon after, indexes alone can say how many there are.
        EXECUTE format(
            'CREATE TABLE tollgate.%I (LIKE tollgate.ledger INCLUDING DEFAULTS) WITH'
            ' (autovacuum_vacuum_insert_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0.02)',
            part);
        EXECUTE format(
            'ALTER TABLE tollgate.ledger ATTACH PARTITION tollgate.%I FOR VALUES FROM (%L) TO (%L)',
            part, tollgate.first_id(day), tollgate.first_id(day + 1));
    END IF;
END $$;

-- The least id of a day: its first 48 bits are milliseconds.
CREATE FUNCTION tollgate.first_id(day date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT CAST(rpad(lpad(to_hex((day - DATE '1970-01-01') * 86400000::bigint), 12, '0'), 32, '0')
        AS uuid)
$$;

-- Entries this database would not take into the ledger. Their cost is in all totals.
CREATE TABLE tollgate.set_aside (
    id uuid PRIMARY KEY,
    set_aside_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
    reason text NOT NULL,
    entry text NOT NULL
);

-- Figures of days, told apart by everything that reports group by; tag: '' is the whole, figures of
-- tags are no parts of it.
CREATE TABLE tollgate.daily (
    day date NOT NULL,
    line text COLLATE "C" NOT NULL,
    tag text NOT NULL,
    key_id text NOT NULL,
    key_hash text NOT NULL,
    user_id text NOT NULL,
    team_id text NOT NULL,
    organization_id text NOT NULL,
    customer text NOT NULL,
    deployment text NOT NULL,
    model text NOT NULL,
    model_group text NOT NULL,
    provider text NOT NULL,
    spend numeric(20, 9) NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    successful bigint NOT NULL,
    failed bigint NOT NULL,
    PRIMARY KEY (day, line)
) WITH (fillfactor = 80);

CREATE INDEX daily_key ON tollgate.daily (key_hash, day);
CREATE INDEX daily_key_id ON tollgate.daily (key_id, day);
CREATE INDEX daily_user ON tollgate.daily (user_id, day) WHERE user_id <> '';
CREATE INDEX daily_team ON tollgate.daily (team_id, day) WHERE team_id <> '';
CREATE INDEX daily_customer ON tollgate.daily (customer, day) WHERE customer <> '';
CREATE INDEX daily_tag ON tollgate.daily (tag, day) WHERE tag <> '';

-- The same over all payers: what reports on the whole gateway read.
CREATE TABLE tollgate.daily_total (
    day date NOT NULL,
    line text COLLATE "C" NOT NULL,
    model text NOT NULL,
    model_group text NOT NULL,
    provider text NOT NULL,
    spend numeric(20, 9) NOT NULL,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    successful bigint NOT NULL,
    failed bigint NOT NULL,
    PRIMARY KEY (day, line)
) WITH (fillfactor = 50);
