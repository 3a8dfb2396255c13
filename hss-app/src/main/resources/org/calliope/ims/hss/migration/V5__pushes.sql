-- What the HSS says unasked (RTR, PPR) until it is said, how registrations moved, and what both need to know of the
-- S-CSCF that is assigned.

-- features: Feature-List 1 of the Supported-Features that came with the assignment (TS 29.229 7.1.1)
alter table ims_subscription add column server_features bigint default 0 not null;
-- S-CSCF reassignment pending (TS 29.228 6.1.1.1, TS 23.380 4.2)
alter table ims_subscription add column reassignment boolean default false not null;

-- One row for a PPR or RTR that is to be sent. A PPR is of a set and made from what is stored when it goes; an RTR has
-- all it says, because whom it is about may be gone.
create table push (
    id          ${auto-id}   not null primary key,
    kind        varchar(16)  not null,
    set_id      bigint,
    stamp       int          not null,
    server_host varchar(255) not null,
    server_name varchar(255) not null,
    user_name   varchar(255) not null,
    associated  ${long-text},
    identities  ${long-text},
    reason      varchar(32)  not null,
    info        varchar(255) not null,
    actor       varchar(255) not null,
    created     bigint       not null,
    due         bigint       not null,
    attempts    int          not null,
    last_error  varchar(255) not null,
    constraint push_set_uk unique (set_id)
) ${table-options};
create index push_host_ix on push (server_host, due);

-- A changed document that profiles are made of: every registered set it is part of gets a PPR, some at a time.
create table push_wave (
    id       ${auto-id}   not null primary key,
    kind     varchar(32)  not null,
    name     varchar(255) not null,
    next_set bigint       not null,
    actor    varchar(255) not null,
    created  bigint       not null
) ${table-options};

create table registration_event (
    id          ${auto-id}   not null primary key,
    at          bigint       not null,
    set_id      bigint       not null,
    identity    varchar(255) not null,
    from_state  varchar(16)  not null,
    to_state    varchar(16)  not null,
    server_name varchar(255) not null,
    why         varchar(64)  not null
) ${table-options};
create index registration_event_set_ix on registration_event (set_id, id);
