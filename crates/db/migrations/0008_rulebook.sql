-- What a brand changes of the platform's rules: a row of an edition, or the edition that a company's back office shows.
-- One person proposes with evidence, another decides; what was decided stays as it is.
create table rule_amendments (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    kind text not null check (kind in ('row', 'edition')),
    edition text not null,
    entity_id uuid,
    rule_key text,
    rule_value bigint,
    scope text,
    industry text,
    starts_on integer not null,
    ends_on integer,
    source text not null,
    link text,
    grade text check (grade in ('official', 'press', 'reported', 'own_experience', 'own_default')),
    note text not null,
    evidence_id uuid not null,
    state text not null check (state in ('proposed', 'adopted', 'refused', 'withdrawn')),
    proposed_by uuid not null,
    proposer_name text not null,
    proposed_at bigint not null,
    counts_from integer,
    decider_name text,
    decided_at bigint,
    decision_note text,
    effects text,
    primary key (tenant_id, id),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id),
    foreign key (tenant_id, evidence_id) references evidence_files (tenant_id, id),
    check ((kind = 'edition') = (entity_id is not null)),
    check ((kind = 'row') = (rule_key is not null and rule_value is not null and scope is not null and grade is not null))
);

create index rule_amendments_by_age on rule_amendments (tenant_id, proposed_at, id);
create index rule_amendments_by_state on rule_amendments (tenant_id, kind, state);
