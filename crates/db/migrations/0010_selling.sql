-- What the shop sells, by the merchant's own article number. article_key is the number as it is compared.
create table goods (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    name text not null,
    article_no text not null,
    article_key text not null,
    shop text not null,
    link text,
    price_fen bigint not null,
    version bigint not null,
    created_at bigint not null,
    created_by text not null,
    primary key (tenant_id, id),
    unique (tenant_id, article_key)
);

create index goods_by_age on goods (tenant_id, created_at, id);

-- Which account carries which goods, from when to when. Without a last day they hang there now. The title of the note
-- is kept as it was; the note itself may go with the import that brought it.
create table goods_hangings (
    tenant_id uuid not null,
    id uuid not null,
    goods_id uuid not null,
    account_id uuid not null,
    note_id uuid,
    note_title text,
    since_day integer not null,
    until_day integer,
    hung_at bigint not null,
    hung_by text not null,
    taken_down_at bigint,
    taken_down_by text,
    primary key (tenant_id, id),
    foreign key (tenant_id, goods_id) references goods (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);

-- The same goods hang on an account once at a time.
create unique index goods_hangings_open on goods_hangings (tenant_id, account_id, goods_id) where until_day is null;
create index goods_hangings_by_age on goods_hangings (tenant_id, hung_at, id);
create index goods_hangings_of_account on goods_hangings (tenant_id, account_id, hung_at, id);
create index goods_hangings_of_goods on goods_hangings (tenant_id, goods_id, hung_at, id);

-- A live session of an account: who hosts it, who answers messages meanwhile, and from when to when.
create table live_sessions (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    host_id uuid not null,
    replier_id uuid,
    topic text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    state text not null check (state in ('planned', 'held', 'cancelled')),
    reason text not null default '',
    version bigint not null,
    planned_at bigint not null,
    planned_by text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, host_id) references employees (tenant_id, id),
    foreign key (tenant_id, replier_id) references employees (tenant_id, id)
);

create index live_sessions_by_start on live_sessions (tenant_id, starts_at, id);
create index live_sessions_of_account on live_sessions (tenant_id, account_id, starts_at, id);
create index live_sessions_of_host on live_sessions (tenant_id, host_id, starts_at, id);

create table live_goods (
    tenant_id uuid not null,
    session_id uuid not null,
    goods_id uuid not null,
    place bigint not null,
    primary key (tenant_id, session_id, goods_id),
    foreign key (tenant_id, session_id) references live_sessions (tenant_id, id),
    foreign key (tenant_id, goods_id) references goods (tenant_id, id)
);

-- What was counted of a live session, entered by hand. A correction is one more row; the last one counts.
create table live_results (
    tenant_id uuid not null,
    session_id uuid not null,
    revision bigint not null,
    viewers bigint,
    viewers_peak bigint,
    follows bigint,
    leads bigint,
    orders bigint,
    sales_fen bigint,
    reason text not null,
    entered_at bigint not null,
    entered_by text not null,
    primary key (tenant_id, session_id, revision),
    foreign key (tenant_id, session_id) references live_sessions (tenant_id, id)
);

-- Requests to promote an account, or one note of it, with money. asked_by and decided_by are users.
create table promotions (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    note_id uuid,
    note_title text,
    outcome text not null check (outcome in ('pass', 'hint', 'evidence', 'review', 'block')),
    budget_fen bigint not null,
    days bigint not null,
    why text not null,
    state text not null check (state in ('asked', 'approved', 'refused', 'withdrawn')),
    asked_by uuid not null,
    asker_name text not null,
    asked_at bigint not null,
    decided_by uuid,
    decider_name text,
    decided_at bigint,
    reason text not null default '',
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id)
);

create index promotions_by_age on promotions (tenant_id, asked_at, id);
create index promotions_of_account on promotions (tenant_id, account_id, asked_at, id);
create index promotions_by_state on promotions (tenant_id, state, asked_at, id);

-- What a promotion cost and brought, entered by hand. A correction is one more row; the last one counts.
create table promotion_results (
    tenant_id uuid not null,
    promotion_id uuid not null,
    revision bigint not null,
    spend_fen bigint not null,
    impression bigint,
    message_consult bigint,
    leads bigint,
    overspend_reason text not null,
    reason text not null,
    entered_at bigint not null,
    entered_by text not null,
    primary key (tenant_id, promotion_id, revision),
    foreign key (tenant_id, promotion_id) references promotions (tenant_id, id)
);
