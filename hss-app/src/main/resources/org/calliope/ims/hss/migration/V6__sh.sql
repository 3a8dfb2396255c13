-- What application servers keep and watch over Sh (TS 29.328).

-- DSAI-Tags that a criterion is bound to (TS 29.328 7.6.11)
alter table filter_criteria add column dsai_tags varchar(1100) default '' not null;

-- Repository data (7.6.1). data_key is "=" and the public identity, or "@" and its alias group, whose members share it.
create table sh_repository (
    id              bigint       not null primary key,
    subscription_id bigint       not null,
    data_key        varchar(256) not null,
    service         varchar(255) not null,
    sequence_number int          not null,
    content         ${long-text} not null,
    constraint sh_repository_uk unique (subscription_id, data_key, service),
    constraint sh_repository_subscription_fk foreign key (subscription_id) references ims_subscription (id) on delete cascade
) ${table-options};

-- A DSAI that is INACTIVE; one without a row is ACTIVE.
create table sh_inactive_dsai (
    id                 bigint       not null primary key,
    public_identity_id bigint       not null,
    server_name        varchar(255) not null,
    tag                varchar(64)  not null,
    constraint sh_inactive_dsai_uk unique (public_identity_id, server_name, tag),
    constraint sh_inactive_dsai_identity_fk foreign key (public_identity_id) references public_identity (id) on delete cascade
) ${table-options};

-- Who is notified of what (6.1.3), and what is still to be told (6.1.4): pending_at is when it is tried next. Without
-- foreign keys, because that an identity is gone is told too.
create table sh_watch (
    id               bigint       not null primary key,
    version          int          not null,
    host             varchar(255) not null,
    subscription_id  bigint       not null,
    named            varchar(255) not null,
    identity         varchar(255) not null,
    private_identity varchar(255) not null,
    reference        int          not null,
    detail           varchar(255) not null,
    server_name      varchar(255) not null,
    notif_eff        boolean      not null,
    one_time         boolean      not null,
    expiry           bigint,
    known            varchar(64)  not null,
    sequence_number  int          not null,
    pending_at       bigint,
    pending_since    bigint,
    attempts         int          not null
) ${table-options};
create index sh_watch_subscription_ix on sh_watch (subscription_id);
create index sh_watch_pending_ix on sh_watch (pending_at);
create index sh_watch_expiry_ix on sh_watch (expiry);
create index sh_watch_reference_ix on sh_watch (reference);
create index sh_watch_host_ix on sh_watch (host);
