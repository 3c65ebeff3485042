-- What proves things, what employees agreed to, who their accounts speak as, and how they leave.

-- A file lies sealed in the data folder under its id. The row stays when the file goes; its name goes with the file.
create table evidence_files (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    purpose text not null check (purpose in (
        'employment_proof', 'certificate', 'account_ownership', 'story', 'licence', 'back_office', 'rule_source',
        'invoice', 'agent_offer', 'entitlement', 'departure'
    )),
    employee_id uuid,
    name_sealed text,
    media text not null check (media in ('pdf', 'png', 'jpeg', 'webp')),
    bytes bigint not null,
    sha256 bytea not null,
    kept_by text not null,
    kept_at bigint not null,
    retain_until integer not null,
    disposal text check (disposal in ('retention', 'person_asked', 'mistake')),
    disposed_at bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id)
);

create index evidence_files_by_age on evidence_files (tenant_id, kept_at, id);
create index evidence_files_of_employee on evidence_files (tenant_id, employee_id, kept_at);
create index evidence_files_by_end on evidence_files (tenant_id, retain_until);

create table evidence_openings (
    tenant_id uuid not null,
    id uuid not null,
    file_id uuid not null,
    opened_by text not null,
    reason text not null,
    opened_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, file_id) references evidence_files (tenant_id, id)
);

create index evidence_openings_of_file on evidence_openings (tenant_id, file_id, opened_at);

-- What an employee's file holds: proofs of employment, certificates, and that an account is theirs.
create table employee_proofs (
    tenant_id uuid not null,
    id uuid not null,
    employee_id uuid not null,
    kind text not null check (kind in ('employment', 'certificate', 'trade', 'story', 'account')),
    title text not null,
    file_id uuid not null,
    account_id uuid,
    issued_on integer not null,
    valid_until integer,
    added_by text not null,
    added_at bigint not null,
    verdict text check (verdict in ('accepted', 'refused')),
    reviewed_by text,
    reviewed_at bigint,
    reason text,
    primary key (tenant_id, id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id),
    foreign key (tenant_id, file_id) references evidence_files (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);

create index employee_proofs_of_employee on employee_proofs (tenant_id, employee_id, added_at, id);
create index employee_proofs_by_age on employee_proofs (tenant_id, added_at, id);
create index employee_proofs_by_end on employee_proofs (tenant_id, valid_until);

-- Published texts never change: another wording is another version.
create table agreement_texts (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    kind text not null check (kind in ('account_agreement', 'likeness_voice_consent')),
    version bigint not null,
    title text not null,
    body text not null,
    on_leaving text not null,
    must_sign_again boolean not null,
    published_by text not null,
    published_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, kind, version)
);

create table agreement_signatures (
    tenant_id uuid not null,
    id uuid not null,
    text_id uuid not null,
    employee_id uuid not null,
    user_id uuid not null,
    name_sealed text not null,
    text_sha256 bytea not null,
    device text not null,
    source text not null,
    signed_at bigint not null,
    withdrawn_at bigint,
    withdrawn_device text,
    withdrawn_reason text,
    primary key (tenant_id, id),
    foreign key (tenant_id, text_id) references agreement_texts (tenant_id, id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id)
);

create unique index agreement_signatures_standing on agreement_signatures (tenant_id, employee_id, text_id)
    where withdrawn_at is null;
create index agreement_signatures_of_text on agreement_signatures (tenant_id, text_id);

-- Every version of every persona. The card is a document: nothing is asked of the database about what stands on it.
create table personas (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    employee_id uuid not null,
    version bigint not null,
    revision bigint not null,
    state text not null check (state in ('draft', 'approved', 'refused', 'retired')),
    card text not null,
    drafted_by text not null,
    drafted_at bigint not null,
    decided_by text,
    decided_at bigint,
    reason text,
    retired_by text,
    retired_at bigint,
    retired_reason text,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, version),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id)
);

create unique index personas_speaking on personas (tenant_id, account_id) where state = 'approved';
create index personas_by_age on personas (tenant_id, drafted_at, id);
create index personas_of_employee on personas (tenant_id, employee_id);

-- A member who is leaving keeps their line and gets in no more.
alter table memberships add column suspended_at bigint;

create index memberships_suspended on memberships (tenant_id, employee_id) where suspended_at is not null;

-- An employee's leaving. What is done follows from the rows below; the sheet is what was signed at the end.
create table departures (
    tenant_id uuid not null,
    id uuid not null,
    employee_id uuid not null,
    last_day integer not null,
    reason text not null,
    opened_by text not null,
    opened_at bigint not null,
    closed_by text,
    closed_at bigint,
    sheet text,
    sheet_sha256 bytea,
    primary key (tenant_id, id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id)
);

create unique index departures_open on departures (tenant_id, employee_id) where closed_at is null;
create index departures_by_age on departures (tenant_id, opened_at, id);

create table departure_steps (
    tenant_id uuid not null,
    departure_id uuid not null,
    step text not null check (step in (
        'lock', 'unbind', 'leads', 'today_items', 'persona', 'takedown', 'device', 'sim', 'settlement'
    )),
    note text not null,
    done_by text not null,
    done_at bigint not null,
    primary key (tenant_id, departure_id, step),
    foreign key (tenant_id, departure_id) references departures (tenant_id, id)
);

create table departure_accounts (
    tenant_id uuid not null,
    departure_id uuid not null,
    account_id uuid not null,
    leads bigint not null,
    ownership text check (ownership in ('enterprise_created', 'personal_authorized')),
    exit text check (exit in ('stays', 'leaves_with_person')),
    successor_id uuid,
    unbound_at bigint,
    primary key (tenant_id, departure_id, account_id),
    foreign key (tenant_id, departure_id) references departures (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, successor_id) references employees (tenant_id, id)
);

-- Notes come and go with imports; what was decided about one stays.
create table departure_notes (
    tenant_id uuid not null,
    departure_id uuid not null,
    note_id uuid not null,
    account_id uuid not null,
    title text not null,
    published_day integer not null,
    reasons text not null,
    outcome text check (outcome in ('taken_down', 'consented', 'not_shown')),
    decided_by text,
    decided_at bigint,
    primary key (tenant_id, departure_id, note_id),
    foreign key (tenant_id, departure_id) references departures (tenant_id, id)
);
