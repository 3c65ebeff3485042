-- The people, the platform accounts they hold, and what the platform counted of both.

create table stores (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    name text not null,
    region text not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);

create table employees (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    employee_no text,
    name text not null,
    post text,
    manager text,
    phone_sealed text,
    phone_index bytea,
    store_id uuid,
    hired_on integer,
    left_on integer,
    import_id uuid,
    created_at bigint not null,
    -- Set once everything personal was taken off the row.
    erased_at bigint,
    primary key (tenant_id, id),
    unique (tenant_id, employee_no),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);

create index employees_by_name on employees (tenant_id, name);
create index employees_of_store on employees (tenant_id, store_id);
create index employees_by_last_day on employees (tenant_id, left_on);

-- The accounts a roster says an employee runs; they wait here until a file of the platform shows the account.
create table roster_accounts (
    tenant_id uuid not null,
    id uuid not null,
    employee_id uuid not null,
    xhs_uid text,
    xhs_no text,
    nickname text,
    primary key (tenant_id, id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id) on delete cascade
);

create index roster_accounts_of_employee on roster_accounts (tenant_id, employee_id);
create index roster_accounts_by_uid on roster_accounts (tenant_id, xhs_uid);
create index roster_accounts_by_no on roster_accounts (tenant_id, xhs_no);
create index roster_accounts_by_nickname on roster_accounts (tenant_id, nickname);

create table accounts (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    kind text not null check (kind in ('enterprise', 'kos', 'kob', 'koc', 'creator', 'store', 'unknown')),
    nickname text not null,
    xhs_uid text,
    xhs_no text,
    region text,
    store_id uuid,
    holder_id uuid,
    opened_on integer,
    fans bigint,
    fans_day integer,
    import_id uuid,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, xhs_uid),
    foreign key (tenant_id, store_id) references stores (tenant_id, id),
    foreign key (tenant_id, holder_id) references employees (tenant_id, id)
);

create index accounts_by_nickname on accounts (tenant_id, nickname);
create index accounts_by_no on accounts (tenant_id, xhs_no);
create index accounts_of_holder on accounts (tenant_id, holder_id);
create index accounts_of_store on accounts (tenant_id, store_id);

-- Pairs of account and employee: those that wait for a person, and what became of the others.
create table holder_proposals (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    employee_id uuid not null,
    reason text not null check (reason in ('same_id', 'same_nickname', 'same_name', 'by_hand')),
    created_at bigint not null,
    decided_at bigint,
    decision text check (decision in ('claimed', 'confirmed', 'declined')),
    primary key (tenant_id, id),
    unique (tenant_id, account_id, employee_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, employee_id) references employees (tenant_id, id) on delete cascade
);

-- Figures are as of the last file that named the cell: import_id and row_no say which one;
-- older_cells names the imports of the cells that an older file filled. Accounts are looked up when the transaction
-- ends: SQLite then writes many rows without a journal of the statement.
create table notes (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    title text not null,
    published_at bigint not null,
    published_day integer not null,
    format text check (format in ('image', 'video', 'other')),
    xhs_note_id text,
    impression bigint,
    read bigint,
    cover_ctr_ppm bigint,
    likes bigint,
    comments bigint,
    collects bigint,
    follows bigint,
    shares bigint,
    watch_ms bigint,
    danmaku bigint,
    import_id uuid not null,
    row_no bigint not null,
    older_cells text,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, published_at, title),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) deferrable initially deferred
);

create index notes_by_age on notes (tenant_id, published_at, id);

create table account_periods (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    from_day integer not null,
    to_day integer not null,
    notes_published bigint,
    notes_promoted bigint,
    promoted_fee_fen bigint,
    interaction bigint,
    form_leads bigint,
    message_consult bigint,
    initiative_message bigint,
    message_leads bigint,
    impression bigint,
    read bigint,
    import_id uuid not null,
    row_no bigint not null,
    older_cells text,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, from_day, to_day),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) deferrable initially deferred
);

create index account_periods_by_day on account_periods (tenant_id, from_day, to_day);

create table service_periods (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    from_day integer not null,
    to_day integer not null,
    first_15s_score_centi bigint,
    reply_30s_score_centi bigint,
    reply_1min_score_centi bigint,
    over_1h_score_centi bigint,
    mean_reply_score_centi bigint,
    first_15s_ppm bigint,
    reply_30s_ppm bigint,
    reply_1min_ppm bigint,
    over_1h_ppm bigint,
    mean_reply_ms bigint,
    rating_centi bigint,
    import_id uuid not null,
    row_no bigint not null,
    older_cells text,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, from_day, to_day),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) deferrable initially deferred
);

create index service_periods_by_day on service_periods (tenant_id, from_day, to_day);

-- One row of a Juguang report. dimensions is the key: the ids and names of advertiser, campaign, unit, creative
-- and note as the file gave them; account_id is known where the note or the name leads to one account.
create table juguang_figures (
    tenant_id uuid not null,
    id uuid not null,
    from_day integer not null,
    to_day integer not null,
    dimensions_hash bytea not null,
    dimensions text not null,
    account_id uuid,
    fee_fen bigint,
    impression bigint,
    click bigint,
    likes bigint,
    comments bigint,
    collects bigint,
    follows bigint,
    shares bigint,
    interaction bigint,
    action_button_click bigint,
    message_consult bigint,
    initiative_message bigint,
    message_leads bigint,
    form_leads bigint,
    import_id uuid not null,
    row_no bigint not null,
    older_cells text,
    primary key (tenant_id, id),
    unique (tenant_id, from_day, to_day, dimensions_hash)
);

-- contact_hash is the keyed blind index of phone, WeChat id or nickname: the key of the row, never the contact.
create table leads (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    created_at bigint not null,
    created_day integer not null,
    contact_hash bytea not null,
    phone_sealed text,
    phone_index bytea,
    wechat_sealed text,
    wechat_index bytea,
    nickname_sealed text,
    traffic text check (traffic in ('paid', 'natural', 'other')),
    conversion text check (conversion in ('message', 'form', 'other')),
    source_note text,
    creative text,
    region text,
    import_id uuid not null,
    row_no bigint not null,
    older_cells text,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, created_at, contact_hash),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) deferrable initially deferred
);

create index leads_by_age on leads (tenant_id, created_at, id);
create index leads_by_day on leads (tenant_id, created_day, account_id);
create index leads_by_phone on leads (tenant_id, phone_index);
