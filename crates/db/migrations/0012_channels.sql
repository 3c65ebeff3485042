-- The robots of group chats. hook and secret are sealed with the key of the brand; told_seq is the last line of the
-- log that the group was told of.
create table channels (
    tenant_id uuid not null references brands (id),
    id uuid not null,
    kind text not null check (kind in ('wecom', 'feishu', 'dingtalk')),
    name text not null,
    hook_sealed text not null,
    hook_ending text not null,
    secret_sealed text,
    language text not null check (language in ('zh', 'en')),
    topics_json text not null,
    quiet_from_minute bigint,
    quiet_to_minute bigint,
    stopped_at bigint,
    told_seq bigint not null,
    told_at bigint,
    failed_at bigint,
    failure text,
    version bigint not null,
    created_at bigint not null,
    created_by text not null,
    primary key (tenant_id, id)
);

create index channels_by_age on channels (tenant_id, created_at, id);

create index handoffs_of_employee on handoffs (tenant_id, employee_id, confirmed_at);

-- Employees who want to be seen on the board of published notes; nobody is on it who did not say so.
create table leaderboard_members (
    tenant_id uuid not null,
    employee_id uuid not null,
    joined_at bigint not null,
    primary key (tenant_id, employee_id),
    foreign key (tenant_id, employee_id) references employees (tenant_id, id)
);
