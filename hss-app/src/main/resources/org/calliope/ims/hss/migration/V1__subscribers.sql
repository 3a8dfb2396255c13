-- Subscriber data of TS 29.228 Annex B and the registration state of TS 23.228 / TS 29.228 6.
-- ${table-options} is empty for H2; for MariaDB it asks for InnoDB and a binary collation, because the user part
-- of an identity is compared exactly (RFC 3261 19.1.4).

create sequence subscriber_seq start with 1 increment by 50;

create table ims_subscription (
    id                     bigint        not null primary key,
    version                int           not null,
    server_name            varchar(255),
    mandatory_capabilities varchar(255)  not null,
    optional_capabilities  varchar(255)  not null,
    visited_networks       varchar(2000) not null
) ${table-options};

create table private_identity (
    id              bigint       not null primary key,
    subscription_id bigint       not null,
    identity        varchar(255) not null,
    auth_scheme     varchar(32)  not null,
    realm           varchar(255) not null,
    ha1             varchar(32)  not null,
    plain_ha1       varchar(32)  not null,
    constraint private_identity_uk unique (identity),
    constraint private_identity_subscription_fk foreign key (subscription_id) references ims_subscription (id)
) ${table-options};

create table service_profile (
    id                    bigint      not null primary key,
    subscription_id       bigint      not null,
    unregistered_services boolean     not null,
    constraint service_profile_subscription_fk foreign key (subscription_id) references ims_subscription (id)
) ${table-options};

create table implicit_set (
    id              bigint      not null primary key,
    subscription_id bigint      not null,
    state           varchar(16) not null,
    constraint implicit_set_subscription_fk foreign key (subscription_id) references ims_subscription (id)
) ${table-options};

create table public_identity (
    id                 bigint       not null primary key,
    set_id             bigint       not null,
    service_profile_id bigint       not null,
    place              int          not null,
    identity           varchar(255) not null,
    identity_type      varchar(32)  not null,
    barred             boolean      not null,
    display_name       varchar(255) not null,
    constraint public_identity_uk unique (identity),
    constraint public_identity_place_uk unique (set_id, place),
    constraint public_identity_set_fk foreign key (set_id) references implicit_set (id),
    constraint public_identity_profile_fk foreign key (service_profile_id) references service_profile (id)
) ${table-options};

create table set_member (
    id                  bigint  not null primary key,
    set_id              bigint  not null,
    private_identity_id bigint  not null,
    registered          boolean not null,
    auth_pending        boolean not null,
    constraint set_member_uk unique (set_id, private_identity_id),
    constraint set_member_set_fk foreign key (set_id) references implicit_set (id),
    constraint set_member_private_fk foreign key (private_identity_id) references private_identity (id)
) ${table-options};
