-- What is managed: keys, users, teams, … . ${t} is the schema, ${usd} nano-dollars where there are no decimals.
create table ${t}entity (
    kind ${text} not null,
    id ${text} not null,
    version bigint not null,
    name ${text} not null,
    label ${text} not null,
    user_id ${text} not null,
    team_id ${text} not null,
    organization_id ${text} not null,
    budget_id ${text} not null,
    role ${text} not null,
    -- the same without the difference between upper and lower case
    name_folded ${text} not null,
    label_folded ${text} not null,
    user_id_folded ${text} not null,
    team_id_folded ${text} not null,
    organization_id_folded ${text} not null,
    budget_id_folded ${text} not null,
    role_folded ${text} not null,
    -- whose spend is counted for it
    scope ${text} not null,
    subject ${text} not null,
    -- in nano-dollars, to sort by; the field itself is among the fields
    max_budget bigint,
    fields ${json} not null,
    created_at ${moment} not null,
    created_by ${text} not null,
    updated_at ${moment} not null,
    updated_by ${text} not null,
    primary key (kind, id)
);
create unique index entity_name on ${t}entity (kind, name) where name <> '';
create index entity_user on ${t}entity (kind, user_id) where user_id <> '';
create index entity_team on ${t}entity (kind, team_id) where team_id <> '';
create index entity_organization on ${t}entity (kind, organization_id) where organization_id <> '';
create index entity_budget on ${t}entity (kind, budget_id) where budget_id <> '';
create index entity_created on ${t}entity (kind, created_at, id);

-- Copies of what was deleted; an id may be deleted more than once.
create table ${t}deleted_entity (
    revision bigint not null,
    kind ${text} not null,
    id ${text} not null,
    version bigint not null,
    name ${text} not null,
    label ${text} not null,
    user_id ${text} not null,
    team_id ${text} not null,
    organization_id ${text} not null,
    budget_id ${text} not null,
    role ${text} not null,
    name_folded ${text} not null,
    label_folded ${text} not null,
    user_id_folded ${text} not null,
    team_id_folded ${text} not null,
    organization_id_folded ${text} not null,
    budget_id_folded ${text} not null,
    role_folded ${text} not null,
    scope ${text} not null,
    subject ${text} not null,
    max_budget bigint,
    fields ${json} not null,
    created_at ${moment} not null,
    created_by ${text} not null,
    updated_at ${moment} not null,
    updated_by ${text} not null,
    primary key (kind, id, version, revision)
);
create index deleted_entity_created on ${t}deleted_entity (kind, created_at, id);

-- One row: its number goes up with every transaction that changes entities, in that transaction, so
-- that who looks at it sees changes in the order in which they were committed.
create table ${t}revision (
    only_one integer not null primary key check (only_one = 1),
    number bigint not null
);
insert into ${t}revision (only_one, number) values (1, 0);

-- What changed with a revision. Old ones are deleted: who asks for them forgets everything.
create table ${t}entity_change (
    revision bigint not null,
    kind ${text} not null,
    id ${text} not null,
    primary key (revision, kind, id)
);

-- All that was ever spent, by subject. Kept by the ledger.
create table ${t}spent (
    scope ${text} not null,
    subject ${text} not null,
    model ${text} not null,
    amount ${usd} not null,
    primary key (scope, subject, model)
);
