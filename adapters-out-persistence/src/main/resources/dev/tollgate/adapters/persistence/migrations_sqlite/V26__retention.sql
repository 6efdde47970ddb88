-- What is looked through for what ended, or was deleted, long ago.
CREATE INDEX account_period ON account (period_start, name) WHERE period <> '';
CREATE INDEX deleted_entity_deleted ON deleted_entity ((fields ->> 'deleted_at'));
