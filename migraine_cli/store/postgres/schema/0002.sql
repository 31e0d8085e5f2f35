-- What a clinic says of itself, for all its desks alike: the tables [clinic] and [recheck] of a config file, as JSON.
create table migcli.own_clinic (
    clinic int primary key references migcli.clinic,
    said json not null,
    account text collate "C" not null default session_user,
    at timestamptz not null default clock_timestamp()
);
grant select, delete, insert (clinic, said) on migcli.own_clinic to migcli_member;
alter table migcli.own_clinic enable row level security, force row level security;

create policy copied on migcli.own_clinic for insert to migcli_owner with check (true);
create policy seen on migcli.own_clinic for select to migcli_member
    using (clinic in (
        select clinic from migcli.member where account = session_user and role in ('reader', 'recorder')));
create policy stated on migcli.own_clinic for insert to migcli_member
    with check (clinic in (select clinic from migcli.member where account = session_user and role = 'recorder'));
create policy replaced on migcli.own_clinic for delete to migcli_member
    using (clinic in (select clinic from migcli.member where account = session_user and role = 'recorder'));

-- A tenth of a large table is a whole site, which the planner would take for empty until then.
alter table migcli.version set (autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000);

-- An auditor is told which commands were taken back.
create policy taken_back on migcli.version for select to migcli_member
    using (kind = 'undo' and clinic in (
        select clinic from migcli.member where account = session_user and role = 'auditor'));
