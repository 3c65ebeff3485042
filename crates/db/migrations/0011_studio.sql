-- What somebody could write about: a scene of real life, what a reader gets from it, and where the idea came from.
create table topic_ideas (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    title text not null,
    scene text not null,
    promise text not null,
    audience text not null default '',
    product_line text not null default '',
    season text not null default '',
    source text not null check (source in ('customer_question', 'site_visit', 'colleague', 'season', 'own')),
    source_note text not null default '',
    retired_at bigint,
    version bigint not null,
    created_at bigint not null,
    created_by text not null,
    primary key (tenant_id, id)
);

create index topic_ideas_by_age on topic_ideas (tenant_id, created_at, id);

-- A note on its way: planned for one account with an angle of its own, written, approved, handed to the person who
-- publishes it. text_no is the text that counts now (0: nothing written); approved_no the one that may go out;
-- version is raised by every change.
create table drafts (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    account_id uuid not null,
    writer_id uuid not null,
    idea_id uuid,
    angle text not null,
    angle_key text not null,
    form text not null check (form in ('image', 'video')),
    product_line text not null default '',
    audience text not null default '',
    due_day integer,
    minutes bigint not null,
    stage text not null check (stage in ('writing', 'submitted', 'approved', 'handed_over', 'confirmed', 'seen', 'dropped')),
    text_no bigint not null,
    approved_no bigint,
    dropped_reason text,
    version bigint not null,
    created_at bigint not null,
    created_by text not null,
    changed_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, writer_id) references employees (tenant_id, id),
    foreign key (tenant_id, idea_id) references topic_ideas (tenant_id, id)
);

create index drafts_by_change on drafts (tenant_id, changed_at, id);
create index drafts_by_stage on drafts (tenant_id, stage, changed_at, id);
create index drafts_of_account on drafts (tenant_id, account_id, changed_at, id);
create index drafts_by_due_day on drafts (tenant_id, due_day, account_id);
create index drafts_of_writer on drafts (tenant_id, writer_id, changed_at, id);
create index drafts_of_idea on drafts (tenant_id, idea_id);

-- The same theme is told from the same angle once, whoever tells it.
create unique index drafts_angle_once on drafts (tenant_id, idea_id, angle_key)
    where idea_id is not null and stage <> 'dropped';

-- Every text that a draft ever had; none is changed.
create table draft_texts (
    tenant_id uuid not null,
    draft_id uuid not null,
    text_no bigint not null,
    title text not null,
    body text not null,
    topics_json text not null,
    mentions_json text not null,
    components_json text not null,
    labels_json text not null,
    hard_ad text not null check (hard_ad in ('none', 'component', 'price', 'promotion')),
    written_by_user uuid,
    written_by text not null,
    written_at bigint not null,
    primary key (tenant_id, draft_id, text_no),
    foreign key (tenant_id, draft_id) references drafts (tenant_id, id)
);

-- What was found when a text was handed in: by which packs, how near it is to others, and who has to look at it.
create table draft_verdicts (
    tenant_id uuid not null,
    draft_id uuid not null,
    text_no bigint not null,
    outcome text not null check (outcome in ('pass', 'hint', 'evidence', 'review', 'block')),
    copy_kind text not null check (copy_kind in ('copy', 'rewrite', 'quotes', 'same_angle', 'clear')),
    risk text not null check (risk in ('green', 'amber', 'red')),
    packs_json text not null,
    findings_json text not null,
    copies_json text not null,
    steps_json text not null,
    due_at bigint not null,
    submitted_by_user uuid,
    submitted_by text not null,
    submitted_at bigint not null,
    primary key (tenant_id, draft_id, text_no),
    foreign key (tenant_id, draft_id, text_no) references draft_texts (tenant_id, draft_id, text_no)
);

-- What was said to a text: approved at a step, or returned with the sentences marked. leeway_chars is how much the
-- publisher may put into own words; carried says from which text an approval was carried over within that.
create table draft_decisions (
    tenant_id uuid not null,
    draft_id uuid not null,
    text_no bigint not null,
    place bigint not null,
    step text not null check (step in ('review', 'second_review', 'compliance')),
    decision text not null check (decision in ('approved', 'returned', 'carried')),
    leeway_chars bigint not null default 0,
    carried_from bigint,
    reason text not null default '',
    marks_json text not null,
    true_score bigint,
    useful_score bigint,
    warm_score bigint,
    decided_by_user uuid,
    decided_by text not null,
    decided_at bigint not null,
    primary key (tenant_id, draft_id, text_no, place),
    foreign key (tenant_id, draft_id, text_no) references draft_texts (tenant_id, draft_id, text_no)
);

-- How a text left the house: taken to the phone, published by the person's own hand, found in the platform's export.
create table handoffs (
    tenant_id uuid not null,
    draft_id uuid not null,
    text_no bigint not null,
    account_id uuid not null,
    employee_id uuid not null,
    handed_over_at bigint not null,
    handed_over_day integer not null,
    confirmed_at bigint,
    link text,
    note_id uuid,
    seen_at bigint,
    seen_by text,
    primary key (tenant_id, draft_id),
    foreign key (tenant_id, draft_id, text_no) references draft_texts (tenant_id, draft_id, text_no),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id)
);

create index handoffs_of_account on handoffs (tenant_id, account_id, handed_over_day);
create unique index handoffs_of_note on handoffs (tenant_id, note_id) where note_id is not null;

-- While one of these has no end, nothing goes out: of the brand, of a store, or of an account.
create table studio_pauses (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    account_id uuid,
    store_id uuid,
    reason text not null,
    began_at bigint not null,
    began_by text not null,
    ended_at bigint,
    ended_by text,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);

create index studio_pauses_by_age on studio_pauses (tenant_id, began_at, id);
create index studio_pauses_open on studio_pauses (tenant_id, ended_at);

-- A draft that its writer cannot carry this week, and why. Nobody is asked twice for the same week.
create table studio_rests (
    tenant_id uuid not null,
    employee_id uuid not null,
    week_day integer not null,
    reason text not null,
    said_at bigint not null,
    primary key (tenant_id, employee_id, week_day),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id)
);
