-- Which prices an entry was billed by.
ALTER TABLE tollgate.ledger ADD COLUMN price_version text NOT NULL DEFAULT '';
