-- What people saw of the entitlements of an account. Rows are added, never changed.
create table entitlement_sightings (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    entitlement text not null check (entitlement in ('identity_label', 'lead_card', 'name_card', 'welcome_message',
        'quick_menu', 'message_desk', 'shop', 'promotion')),
    sighting text not null check (sighting in ('present', 'limited', 'missing')),
    seen_on integer not null,
    remark text not null,
    file_id uuid,
    seen_by text not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, file_id) references evidence_files (tenant_id, id)
);

create index entitlement_sightings_of_account on entitlement_sightings (tenant_id, account_id, seen_on);

-- Texts of lead cards, business cards, welcome messages and quick menus.
create table card_texts (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    kind text not null check (kind in ('lead_card', 'name_card', 'welcome_message', 'quick_menu')),
    title text not null,
    created_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, kind, title)
);

create index card_texts_by_age on card_texts (tenant_id, created_at, id);

-- What a card text says or said. A version is decided upon once and never rewritten.
create table card_versions (
    tenant_id uuid not null,
    id uuid not null,
    card_id uuid not null,
    number bigint not null,
    body text not null,
    state text not null check (state in ('drafted', 'approved', 'refused')),
    outcome text not null check (outcome in ('pass', 'hint', 'evidence', 'review', 'block')),
    findings text not null,
    packs text not null,
    drafted_by uuid,
    drafted_name text not null,
    drafted_at bigint not null,
    decided_name text,
    decided_at bigint,
    reason text not null default '',
    primary key (tenant_id, id),
    unique (tenant_id, card_id, number),
    foreign key (tenant_id, card_id) references card_texts (tenant_id, id)
);

-- Which account is to carry which version: open until somebody says that it stands there, ended by the next one.
create table card_rollouts (
    tenant_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    kind text not null check (kind in ('lead_card', 'name_card', 'welcome_message', 'quick_menu')),
    version_id uuid not null,
    asked_at bigint not null,
    asked_by text not null,
    carried_at bigint,
    carried_by text,
    ended_at bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, version_id) references card_versions (tenant_id, id)
);

-- An account carries one text of a kind, or is asked for one.
create unique index card_rollouts_of_account on card_rollouts (tenant_id, account_id, kind) where ended_at is null;
create index card_rollouts_by_age on card_rollouts (tenant_id, asked_at, id);
create index card_rollouts_of_version on card_rollouts (tenant_id, version_id);
