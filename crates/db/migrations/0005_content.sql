-- What a brand adds to the packs of rules for texts.
create table content_rules (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    kind text not null check (kind in ('forbidden', 'allowed', 'proven', 'shared')),
    words text not null,
    outcome text check (outcome in ('hint', 'evidence', 'review', 'block')),
    reason text not null,
    valid_until integer,
    created_at bigint not null,
    created_by text not null,
    primary key (tenant_id, id),
    unique (tenant_id, kind, words)
);

-- Packs that a brand has put in the place of the built-in ones with the same name.
create table content_packs (
    tenant_id uuid not null references brands (id),
    pack text not null,
    version text not null,
    body text not null,
    changed_at bigint not null,
    changed_by text not null,
    primary key (tenant_id, pack)
);

-- The rules by which texts of a brand were judged at one time: the packs with their versions.
create table content_editions (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    packs text not null,
    first_used_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, packs)
);

-- How often the brand's own rules changed, how often a pass over all its notes was begun, and by which edition they
-- were all judged, once the newest pass is done.
create table content_heads (
    tenant_id uuid not null references brands (id),
    revision bigint not null,
    pass bigint not null default 0,
    judged_by uuid,
    primary key (tenant_id),
    foreign key (tenant_id, judged_by) references content_editions (tenant_id, id)
);

-- Notes whose wording cannot stand as it is. A note that is judged and not here passes.
create table note_findings (
    tenant_id uuid not null,
    note_id uuid not null,
    account_id uuid not null,
    published_at bigint not null,
    published_day integer not null,
    outcome text not null check (outcome in ('evidence', 'review', 'block')),
    findings text not null,
    edition_id uuid not null,
    judged_at bigint not null,
    primary key (tenant_id, note_id),
    foreign key (tenant_id, note_id) references notes (tenant_id, id) on delete cascade,
    foreign key (tenant_id, edition_id) references content_editions (tenant_id, id)
);

create index note_findings_by_age on note_findings (tenant_id, published_at, note_id);

-- Notes that are near-copies, each with the earlier note of another account that it is nearest to.
create table note_copies (
    tenant_id uuid not null,
    note_id uuid not null,
    account_id uuid not null,
    published_at bigint not null,
    published_day integer not null,
    original_id uuid not null,
    kind text not null check (kind in ('copy', 'rewrite', 'quotes', 'same_angle')),
    score_centi bigint not null,
    spans text not null,
    found_at bigint not null,
    primary key (tenant_id, note_id),
    foreign key (tenant_id, note_id) references notes (tenant_id, id) on delete cascade,
    foreign key (tenant_id, original_id) references notes (tenant_id, id) on delete cascade
);

create index note_copies_by_age on note_copies (tenant_id, published_at, note_id);
create index note_copies_of_original on note_copies (tenant_id, original_id);
