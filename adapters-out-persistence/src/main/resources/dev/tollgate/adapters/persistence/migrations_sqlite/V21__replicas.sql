-- What replicas hold of limits that they share. Times are milliseconds since 1970.
CREATE TABLE limit_part (
    name TEXT NOT NULL,
    instance TEXT NOT NULL,
    held INTEGER NOT NULL CHECK (held >= 0),
    used INTEGER NOT NULL,
    recalled INTEGER NOT NULL DEFAULT 0,
    told INTEGER NOT NULL,
    touched INTEGER NOT NULL,
    PRIMARY KEY (name, instance)
) WITHOUT ROWID;

CREATE INDEX limit_part_instance ON limit_part (instance);

-- Deployments that an instance leaves alone, and until when.
CREATE TABLE cooldown (
    deployment TEXT NOT NULL,
    instance TEXT NOT NULL,
    revision INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (deployment, instance)
) WITHOUT ROWID;

CREATE INDEX cooldown_revision ON cooldown (revision);
