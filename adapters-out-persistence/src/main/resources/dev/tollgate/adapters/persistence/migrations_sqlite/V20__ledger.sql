-- Budget accounts. The one of a subject that never resets (no window, no model) is what it ever spent.
CREATE TABLE account (
    name text PRIMARY KEY,
    scope text NOT NULL,
    subject text NOT NULL,
    model text NOT NULL,
    period text NOT NULL,
    period_start integer NOT NULL,
    settled integer NOT NULL
);

CREATE INDEX account_ever ON account (scope, subject, model) WHERE period = '';

-- What lists of entities are sorted by.
DROP TABLE spent;
CREATE VIEW spent AS
    SELECT scope, subject, model, settled AS amount FROM account WHERE period = '';

-- What instances hold of accounts. A row is changed only by who has locked its account.
CREATE TABLE lease (
    account text NOT NULL,
    instance text NOT NULL,
    amount integer NOT NULL CHECK (amount >= 0),
    recalled integer NOT NULL DEFAULT 0,
    PRIMARY KEY (account, instance)
);

CREATE INDEX lease_instance ON lease (instance);

-- When instances were last heard of, in milliseconds by the clock of this machine.
CREATE TABLE instance (
    name text PRIMARY KEY,
    heard integer NOT NULL
);

-- The ledger entries that leases of silent instances were booked by.
CREATE TABLE unreconciled (
    instance text NOT NULL,
    account text NOT NULL,
    entry text NOT NULL,
    amount integer NOT NULL,
    PRIMARY KEY (instance, account)
);

-- Entries in the order of time. Times are microseconds since 1970, amounts nano-dollars.
CREATE TABLE ledger (
    id text NOT NULL,
    instance text NOT NULL,
    call_id text NOT NULL,
    caller_id text NOT NULL,
    call_type text NOT NULL,
    asked_group text NOT NULL,
    session_id text NOT NULL,
    address text NOT NULL,
    tags text NOT NULL,
    streaming integer NOT NULL,
    attempt integer NOT NULL,
    is_last integer NOT NULL,
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
    started_at integer NOT NULL,
    duration_nanos integer NOT NULL,
    first_token_nanos integer NOT NULL,
    reported integer NOT NULL,
    input_tokens integer NOT NULL,
    output_tokens integer NOT NULL,
    cache_read_tokens integer NOT NULL,
    cache_write_tokens integer NOT NULL,
    cache_write_1h_tokens integer NOT NULL,
    audio_input_tokens integer NOT NULL,
    audio_output_tokens integer NOT NULL,
    reasoning_tokens integer NOT NULL,
    estimated integer NOT NULL,
    terms text NOT NULL,
    meters text NOT NULL,
    cost integer,
    list_cost integer,
    status text NOT NULL,
    error text NOT NULL,
    message text NOT NULL,
    accounts text NOT NULL,
    PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX ledger_started ON ledger (started_at, id);
CREATE INDEX ledger_call ON ledger (call_id);
CREATE INDEX ledger_caller ON ledger (caller_id) WHERE caller_id <> '';
CREATE INDEX ledger_response ON ledger (response_id) WHERE response_id <> '';
CREATE INDEX ledger_session ON ledger (session_id) WHERE session_id <> '';
CREATE INDEX ledger_key ON ledger (key_hash, started_at);
CREATE INDEX ledger_user ON ledger (user_id, started_at) WHERE user_id <> '';
CREATE INDEX ledger_team ON ledger (team_id, started_at) WHERE team_id <> '';
CREATE INDEX ledger_customer ON ledger (customer, started_at) WHERE customer <> '';

-- Days before this one were dropped: their entries are not taken again.
CREATE TABLE ledger_horizon (
    only_one integer PRIMARY KEY CHECK (only_one = 1),
    first_day text NOT NULL,
    ignored integer NOT NULL
);
INSERT INTO ledger_horizon VALUES (1, '0000-01-01', 0);

-- Entries this database would not take into the ledger. Their cost is in all totals.
CREATE TABLE set_aside (
    id text PRIMARY KEY,
    set_aside_at text NOT NULL DEFAULT CURRENT_TIMESTAMP,
    reason text NOT NULL,
    entry text NOT NULL
);

-- Figures of days, told apart by everything that reports group by; tag: '' is the whole, figures of
-- tags are no parts of it.
CREATE TABLE daily (
    day text NOT NULL,
    line text NOT NULL,
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
    spend integer NOT NULL,
    prompt_tokens integer NOT NULL,
    completion_tokens integer NOT NULL,
    cache_read_tokens integer NOT NULL,
    cache_write_tokens integer NOT NULL,
    successful integer NOT NULL,
    failed integer NOT NULL,
    PRIMARY KEY (day, line)
);

CREATE INDEX daily_key ON daily (key_hash, day);
CREATE INDEX daily_key_id ON daily (key_id, day);
CREATE INDEX daily_user ON daily (user_id, day) WHERE user_id <> '';
CREATE INDEX daily_team ON daily (team_id, day) WHERE team_id <> '';
CREATE INDEX daily_customer ON daily (customer, day) WHERE customer <> '';
CREATE INDEX daily_tag ON daily (tag, day) WHERE tag <> '';

-- The same over all payers: what reports on the whole gateway read.
CREATE TABLE daily_total (
    day text NOT NULL,
    line text NOT NULL,
    model text NOT NULL,
    model_group text NOT NULL,
    provider text NOT NULL,
    spend integer NOT NULL,
    prompt_tokens integer NOT NULL,
    completion_tokens integer NOT NULL,
    cache_read_tokens integer NOT NULL,
    cache_write_tokens integer NOT NULL,
    successful integer NOT NULL,
    failed integer NOT NULL,
    PRIMARY KEY (day, line)
);
