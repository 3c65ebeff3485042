-- The files that were brought in, what each said of what, and how people look at the result.

create table files (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    sha256 bytea not null,
    bytes bigint not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, sha256)
);

create table imports (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    file_id uuid not null,
    file_name text not null,
    kind text check (
        kind in ('note_list', 'employee_leads', 'service_quality', 'juguang_report', 'lead_list', 'roster')
    ),
    state text not null check (
        state in ('proposed', 'waiting', 'running', 'done', 'failed', 'cancelled', 'reversed', 'discarded')
    ),
    plan text not null,
    account_id uuid,
    from_day integer,
    to_day integer,
    rows_total bigint not null default 0,
    rows_new bigint not null default 0,
    rows_changed bigint not null default 0,
    rows_unchanged bigint not null default 0,
    rows_rejected bigint not null default 0,
    failure text,
    notes text,
    created_by text not null,
    created_at bigint not null,
    finished_at bigint,
    reversed_at bigint,
    seq bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, file_id) references files (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);

create index imports_by_age on imports (tenant_id, created_at, id);
create index imports_by_period on imports (tenant_id, kind, from_day, to_day);

create table observations (
    tenant_id uuid not null,
    import_id uuid not null,
    row_no bigint not null,
    subject_id uuid not null,
    cells text not null,
    primary key (tenant_id, import_id, row_no)
) /* in the order of its key */;

create index observations_of_subject on observations (tenant_id, subject_id);

create table rejections (
    tenant_id uuid not null,
    import_id uuid not null,
    row_no bigint not null,
    problems text not null,
    row_sealed text not null,
    primary key (tenant_id, import_id, row_no),
    foreign key (tenant_id, import_id) references imports (tenant_id, id)
);

create table mappings (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    kind text not null,
    header_hash bytea not null,
    mapping text not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, header_hash)
);

create table saved_views (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    user_id uuid not null,
    page text not null,
    name text not null,
    query text not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, user_id, page, name)
);

-- What people decided about an item of Today: who takes it and until when it rests.
create table today_marks (
    tenant_id uuid not null references brands (id),
    item text not null,
    owner_id uuid,
    snoozed_until bigint,
    snooze_reason text,
    marked_by uuid not null,
    marked_at bigint not null,
    primary key (tenant_id, item)
);

-- What a brand expects of itself where it differs from the defaults.
create table brand_targets (
    tenant_id uuid not null references brands (id),
    target text not null,
    value bigint not null,
    set_at bigint not null,
    primary key (tenant_id, target)
);
