-- The SHA-256 of the master key that was made for the replicas on this database, if their
-- configuration names none.
CREATE TABLE tollgate.master_key (
    only_one integer PRIMARY KEY CHECK (only_one = 1),
    digest text NOT NULL
);
