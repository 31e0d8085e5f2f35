-- A clinic is a site. Its number leads every key, and every query names it first.
create table migcli.schema (
    number int primary key,
    at timestamptz not null default clock_timestamp()
);

create table migcli.clinic (
    clinic int primary key generated always as identity,
    name text collate "C" not null unique,
    last_entry int not null default 0
) with (fillfactor = 50);

-- Which account may do what: a reader reads, a recorder records too, an auditor sees the log alone.
create table migcli.member (
    account text collate "C" not null,
    clinic int not null references migcli.clinic,
    role text not null check (role in ('reader', 'recorder', 'auditor')),
    primary key (account, clinic)
);

-- `at` is the desk's own time with its offset in seconds; `received` and `account` are the server's word, and null for
-- what was copied here.
create table migcli.log (
    clinic int not null references migcli.clinic,
    entry int not null,
    at timestamptz not null,
    utc_offset int not null,
    by text not null,
    command text not null,
    reason text,
    request uuid,
    account text collate "C" default session_user,
    received timestamptz default clock_timestamp(),
    primary key (clinic, entry),
    unique (clinic, request)
);

-- Everything ever said. `number` counts within a kind, as the documents of a clinic file do, so that ids survive a move.
create table migcli.version (
    clinic int not null,
    kind text collate "C" not null,
    number int not null,
    patient text collate "C",
    id text collate "C" not null,
    entry int not null,
    replaces int,
    said json not null,
    primary key (clinic, kind, number),
    foreign key (clinic, entry) references migcli.log deferrable initially deferred
);
create index version_of_patient on migcli.version (clinic, patient, kind, number);
create index version_of_id on migcli.version (clinic, id);
create index version_of_entry on migcli.version (clinic, entry);
create index version_replacing on migcli.version (clinic, kind) where replaces is not null;

-- The days of the chronic-migraine sessions in force; drawn from the versions in the same transaction.
create table migcli.session_day (
    clinic int not null references migcli.clinic,
    patient text collate "C" not null,
    day date not null,
    primary key (clinic, patient, day)
);

create function migcli.only_added() returns trigger language plpgsql as $$
begin
    raise insufficient_privilege using message = 'what is recorded is never changed or erased';
end $$;
create trigger only_added before update or delete or truncate on migcli.version
    for each statement execute function migcli.only_added();
create trigger only_added before update or delete or truncate on migcli.log
    for each statement execute function migcli.only_added();

-- None writes without the row lock that counting up takes. What is copied brings its own numbers, into an empty site.
create function migcli.counted() returns trigger language plpgsql as $$
begin
    if new.account is not null
        and new.entry is distinct from (select last_entry from migcli.clinic where clinic = new.clinic)
    then
        raise insufficient_privilege using message = 'an entry is numbered under the lock of its clinic';
    end if;
    return new;
end $$;
create trigger counted before insert on migcli.log for each row execute function migcli.counted();

create function migcli.counts_up() returns trigger language plpgsql as $$
begin
    if new.last_entry <= old.last_entry or new.last_entry > old.last_entry + 1 and old.last_entry > 0 then
        raise insufficient_privilege using message = 'entries are counted one by one';
    end if;
    return new;
end $$;
create trigger counts_up before update of last_entry on migcli.clinic
    for each row execute function migcli.counts_up();

grant usage on schema migcli to migcli_member;
grant select on all tables in schema migcli to migcli_member;
grant update (last_entry) on migcli.clinic to migcli_member;
grant insert (clinic, entry, at, utc_offset, by, command, reason, request) on migcli.log to migcli_member;
grant insert on migcli.version to migcli_member;
grant insert, delete on migcli.session_day to migcli_member;

alter table migcli.clinic enable row level security, force row level security;
alter table migcli.member enable row level security, force row level security;
alter table migcli.log enable row level security, force row level security;
alter table migcli.version enable row level security, force row level security;
alter table migcli.session_day enable row level security, force row level security;

-- The owner makes sites, members and copies, and reads no patient.
create policy owned on migcli.clinic to migcli_owner using (true) with check (true);
create policy owned on migcli.member to migcli_owner using (true) with check (true);
create policy copied on migcli.log for insert to migcli_owner with check (account is null);
create policy copied on migcli.version for insert to migcli_owner with check (true);
create policy copied on migcli.session_day for insert to migcli_owner with check (true);

create policy own on migcli.member for select to migcli_member using (account = session_user);
create policy own on migcli.clinic for select to migcli_member
    using (clinic in (select clinic from migcli.member where account = session_user));
create policy counting on migcli.clinic for update to migcli_member
    using (clinic in (select clinic from migcli.member where account = session_user and role = 'recorder'));
create policy seen on migcli.log for select to migcli_member
    using (clinic in (select clinic from migcli.member where account = session_user));
create policy recorded on migcli.log for insert to migcli_member
    with check (clinic in (select clinic from migcli.member where account = session_user and role = 'recorder'));
create policy seen on migcli.version for select to migcli_member
    using (clinic in (
        select clinic from migcli.member where account = session_user and role in ('reader', 'recorder')));
create policy recorded on migcli.version for insert to migcli_member
    with check (clinic in (select clinic from migcli.member where account = session_user and role = 'recorder'));
create policy seen on migcli.session_day for select to migcli_member
    using (clinic in (
        select clinic from migcli.member where account = session_user and role in ('reader', 'recorder')));
create policy drawn on migcli.session_day for insert to migcli_member
    with check (clinic in (select clinic from migcli.member where account = session_user and role = 'recorder'));
create policy redrawn on migcli.session_day for delete to migcli_member
    using (clinic in (select clinic from migcli.member where account = session_user and role = 'recorder'));
