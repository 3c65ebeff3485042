-- The companies of a brand, the seats they hold of the platform, who ran which account on them, and what that costs.

create table legal_entities (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    name text not null,
    credit_code text not null,
    industry text,
    note text not null,
    version bigint not null,
    created_at bigint not null,
    created_by text not null,
    primary key (tenant_id, id),
    unique (tenant_id, credit_code)
);

create index legal_entities_by_age on legal_entities (tenant_id, created_at, id);

create table entity_licences (
    tenant_id uuid not null,
    id uuid not null,
    entity_id uuid not null,
    kind text not null
        check (kind in ('business', 'industry', 'trademark', 'operator_letter', 'certification', 'other')),
    name text not null,
    number text,
    valid_until integer,
    evidence_id uuid,
    created_at bigint not null,
    created_by text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id),
    foreign key (tenant_id, evidence_id) references evidence_files (tenant_id, id)
);

create index entity_licences_of_entity on entity_licences (tenant_id, entity_id);
create index entity_licences_by_end on entity_licences (tenant_id, valid_until);

-- How one company belongs to another, read from the first to the second.
create table entity_relations (
    tenant_id uuid not null,
    entity_id uuid not null,
    other_id uuid not null,
    kind text not null check (kind in ('parent', 'sister', 'branch', 'dealer')),
    note text not null,
    created_at bigint not null,
    primary key (tenant_id, entity_id, other_id),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id),
    foreign key (tenant_id, other_id) references legal_entities (tenant_id, id)
);

create table enterprise_accounts (
    tenant_id uuid not null,
    id uuid not null,
    entity_id uuid not null,
    name text not null,
    account_id uuid,
    certified_until integer,
    version bigint not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, account_id),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);

create index enterprise_accounts_of_entity on enterprise_accounts (tenant_id, entity_id);
create index enterprise_accounts_by_end on enterprise_accounts (tenant_id, certified_until);

-- Which edition of the rules a company's own back office shows, and since when. Rows are added, never changed.
create table entity_editions (
    tenant_id uuid not null,
    id uuid not null,
    entity_id uuid not null,
    edition text not null,
    since integer not null,
    evidence_id uuid,
    note text not null,
    stated_at bigint not null,
    stated_by text not null,
    primary key (tenant_id, id),
    unique (tenant_id, entity_id, since),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id),
    foreign key (tenant_id, evidence_id) references evidence_files (tenant_id, id)
);

create table seats (
    tenant_id uuid not null,
    id uuid not null,
    entity_id uuid not null,
    ownership text not null check (ownership in ('enterprise_created', 'personal_authorized')),
    phase text not null
        check (phase in ('requested', 'approved', 'paid', 'under_review', 'certified', 'lapsed', 'released')),
    term_from integer,
    term_until integer,
    employee_id uuid,
    account_id uuid,
    persona_id uuid,
    employer_id uuid,
    bound_at bigint,
    frozen_at bigint,
    frozen_reason text,
    planned_for text not null,
    gate_override text,
    remark text,
    requested_by text not null,
    approved_by text,
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, account_id),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, persona_id) references personas (tenant_id, id),
    foreign key (tenant_id, employer_id) references legal_entities (tenant_id, id)
);

create index seats_by_age on seats (tenant_id, created_at, id);
create index seats_of_entity on seats (tenant_id, entity_id, phase);
create index seats_by_phase on seats (tenant_id, phase, created_at, id);
create index seats_of_employee on seats (tenant_id, employee_id);
create index seats_by_end on seats (tenant_id, term_until, id);

-- Who ran which account, from when to when, on a seat or without one. An open end is now.
create table account_holdings (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    employee_id uuid not null,
    seat_id uuid,
    persona_id uuid,
    from_at bigint not null,
    to_at bigint,
    begun_by text not null,
    ended_by text,
    reason text,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, employee_id) references employees (tenant_id, id) on delete cascade,
    foreign key (tenant_id, seat_id) references seats (tenant_id, id),
    foreign key (tenant_id, persona_id) references personas (tenant_id, id)
);

create index account_holdings_of_account on account_holdings (tenant_id, account_id, from_at);
create index account_holdings_of_employee on account_holdings (tenant_id, employee_id, from_at);
create index account_holdings_of_seat on account_holdings (tenant_id, seat_id, from_at);

-- The ledger: a line is never changed; another one takes it back.
create table seat_fees (
    tenant_id uuid not null,
    id uuid not null,
    entity_id uuid not null,
    seat_id uuid,
    kind text not null check (kind in ('seat', 'certification', 'other')),
    amount_fen bigint not null,
    from_day integer not null,
    to_day integer not null,
    paid_on integer not null,
    payer text not null,
    invoice_no text not null,
    note text not null,
    evidence_id uuid,
    reverses_id uuid,
    recorded_at bigint not null,
    recorded_by text not null,
    primary key (tenant_id, id),
    unique (tenant_id, reverses_id),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id),
    foreign key (tenant_id, seat_id) references seats (tenant_id, id),
    foreign key (tenant_id, evidence_id) references evidence_files (tenant_id, id),
    foreign key (tenant_id, reverses_id) references seat_fees (tenant_id, id)
);

create index seat_fees_by_age on seat_fees (tenant_id, recorded_at, id);
create index seat_fees_of_entity on seat_fees (tenant_id, entity_id, paid_on);
create index seat_fees_of_seat on seat_fees (tenant_id, seat_id, paid_on);

create table seat_budgets (
    tenant_id uuid not null,
    entity_id uuid not null,
    year bigint not null,
    planned_fen bigint not null,
    version bigint not null,
    changed_at bigint not null,
    changed_by text not null,
    primary key (tenant_id, entity_id, year),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id)
);

-- Which reminders went out, so that each goes out once.
create table seat_reminders (
    tenant_id uuid not null references brands (id),
    subject text not null,
    until_day integer not null,
    days_before bigint not null,
    told_at bigint not null,
    primary key (tenant_id, subject, until_day, days_before)
);

create table agent_offers (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    agent text not null,
    payer text not null,
    offered_on integer not null,
    price_fen bigint,
    seats bigint,
    entity_id uuid,
    promises text not null,
    words text not null,
    verdict text not null check (verdict in ('refuse', 'ask', 'nothing_found')),
    findings text not null,
    decision text check (decision in ('declined', 'reported', 'asked', 'accepted')),
    decision_note text,
    decided_at bigint,
    decided_by text,
    recorded_at bigint not null,
    recorded_by text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, entity_id) references legal_entities (tenant_id, id)
);

create index agent_offers_by_age on agent_offers (tenant_id, recorded_at, id);
