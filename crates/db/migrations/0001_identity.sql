-- Who may sign in, and what each may do in which brand. A brand is the tenant: every business row starts with its id.

create table organisations (
    id uuid not null primary key,
    name text not null,
    created_at bigint not null
);

create table brands (
    id uuid not null primary key,
    organisation_id uuid not null references organisations (id),
    name text not null,
    zone text not null,
    language text not null check (language in ('zh', 'en')),
    created_at bigint not null
);

create table users (
    id uuid not null primary key,
    email text not null unique,
    name text not null,
    language text not null check (language in ('zh', 'en')),
    password_hash text not null,
    failed_sign_ins bigint not null default 0,
    locked_until bigint,
    totp_secret text,
    totp_enabled_at bigint,
    totp_last_step bigint,
    created_at bigint not null
);

create table recovery_codes (
    user_id uuid not null references users (id),
    code_hash bytea not null,
    used_at bigint,
    primary key (user_id, code_hash)
);

create table sessions (
    id uuid not null primary key,
    user_id uuid not null references users (id),
    token_hash bytea not null unique,
    source text not null,
    agent text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint
);

create index sessions_of_user on sessions (user_id, created_at);

create table password_resets (
    token_hash bytea not null primary key,
    user_id uuid not null references users (id),
    created_by uuid not null references users (id),
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);

create table memberships (
    tenant_id uuid not null references brands (id),
    user_id uuid not null references users (id),
    role text not null check (
        role in ('owner', 'operator', 'employee', 'service_agent', 'compliance_officer', 'auditor')
    ),
    visibility text not null check (visibility in ('all', 'stores', 'own')),
    employee_id uuid,
    notices_seen bigint not null default 0,
    created_at bigint not null,
    primary key (tenant_id, user_id)
);

create index memberships_of_user on memberships (user_id, created_at);

create table membership_stores (
    tenant_id uuid not null,
    user_id uuid not null,
    store_id uuid not null,
    primary key (tenant_id, user_id, store_id),
    foreign key (tenant_id, user_id) references memberships (tenant_id, user_id) on delete cascade
);

create table membership_regions (
    tenant_id uuid not null,
    user_id uuid not null,
    region text not null,
    primary key (tenant_id, user_id, region),
    foreign key (tenant_id, user_id) references memberships (tenant_id, user_id) on delete cascade
);

create table invitations (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    token_hash bytea not null,
    email text not null,
    role text not null check (
        role in ('owner', 'operator', 'employee', 'service_agent', 'compliance_officer', 'auditor')
    ),
    visibility text not null check (visibility in ('all', 'stores', 'own')),
    stores_json text not null,
    regions_json text not null,
    employee_id uuid,
    invited_by uuid not null,
    created_at bigint not null,
    expires_at bigint not null,
    accepted_at bigint,
    revoked_at bigint,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash)
);

create index invitations_by_age on invitations (tenant_id, created_at, id);

create table api_keys (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    name text not null,
    token_hash bytea not null,
    ending text not null,
    actions text not null,
    created_by uuid not null,
    created_at bigint not null,
    expires_at bigint,
    used_at bigint,
    revoked_at bigint,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash)
);
