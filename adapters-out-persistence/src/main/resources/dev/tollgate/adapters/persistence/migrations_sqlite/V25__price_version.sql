-- Which prices an entry was billed by.
ALTER TABLE ledger ADD COLUMN price_version text NOT NULL DEFAULT '';
