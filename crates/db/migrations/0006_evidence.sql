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
