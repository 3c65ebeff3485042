-- What happened (append only; it is the audit log and the source of live updates) and what is to be done.

create table event_heads (
    tenant_id uuid not null primary key,
    seq bigint not null
);

create table events (
    tenant_id uuid not null,
    seq bigint not null,
    at bigint not null,
    kind text not null,
    subject text not null,
    actor_kind text not null check (actor_kind in ('user', 'api_key', 'job', 'command_line')),
    actor text not null,
    actor_name text not null,
    source text not null,
    request_id text not null,
    before_json text,
    after_json text,
    primary key (tenant_id, seq)
);

create index events_by_subject on events (tenant_id, subject, seq);
create index events_by_kind on events (tenant_id, kind, seq);
create index events_by_actor on events (tenant_id, actor, seq);

create table jobs (
    tenant_id uuid not null,
    id uuid not null,
    kind text not null,
    payload text not null,
    unique_key text,
    state text not null check (state in ('waiting', 'running', 'done', 'dead', 'cancelled')),
    run_at bigint not null,
    attempts bigint not null default 0,
    leased_by text,
    lease_until bigint,
    last_error text,
    created_at bigint not null,
    finished_at bigint,
    primary key (tenant_id, id),
    unique (tenant_id, unique_key)
);

create index jobs_by_tenant on jobs (state, tenant_id, run_at);
create index jobs_leased on jobs (state, lease_until);
create index jobs_by_age on jobs (tenant_id, created_at, id);

create table schedules (
    tenant_id uuid not null,
    id uuid not null,
    kind text not null,
    cron text not null,
    zone text not null,
    next_run_at bigint not null,
    last_run_at bigint,
    primary key (tenant_id, id),
    unique (tenant_id, kind)
);

create index schedules_due on schedules (next_run_at);
