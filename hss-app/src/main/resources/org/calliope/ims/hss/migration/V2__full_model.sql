-- What TS 29.228 Annex B has beyond V1: filter criteria, application servers, capabilities, charging functions,
-- networks, all by name and shared by subscriptions; and what a search by the beginning of an identity needs.

create table capability_set (
    id           bigint        not null primary key,
    name         varchar(255)  not null,
    mandatory    varchar(512)  not null,
    optional     varchar(512)  not null,
    server_names varchar(5500) not null,
    constraint capability_set_uk unique (name)
) ${table-options};

create table serving_node (
    id           bigint       not null primary key,
    name         varchar(255) not null,
    capabilities varchar(512) not null,
    description  varchar(255) not null,
    constraint serving_node_uk unique (name)
) ${table-options};

create table charging_set (
    id                   bigint       not null primary key,
    name                 varchar(255) not null,
    primary_event        varchar(255) not null,
    secondary_event      varchar(255) not null,
    primary_collection   varchar(255) not null,
    secondary_collection varchar(255) not null,
    constraint charging_set_uk unique (name)
) ${table-options};

create table visited_network (
    id          bigint       not null primary key,
    name        varchar(255) not null,
    description varchar(255) not null,
    constraint visited_network_uk unique (name)
) ${table-options};

create table application_server (
    id                bigint        not null primary key,
    name              varchar(255)  not null,
    server_name       varchar(255)  not null,
    default_handling  varchar(32)   not null,
    service_info      varchar(4000) not null,
    register_request  boolean       not null,
    register_response boolean       not null,
    diameter_host     varchar(255)  not null,
    sh_pull           varchar(512)  not null,
    sh_update         varchar(512)  not null,
    sh_subscribe      varchar(512)  not null,
    constraint application_server_uk unique (name)
) ${table-options};

create table filter_criteria (
    id                    bigint        not null primary key,
    name                  varchar(255)  not null,
    application_server_id bigint        not null,
    profile_part          varchar(16)   not null,
    trigger_point         varchar(8000) not null,
    constraint filter_criteria_uk unique (name),
    constraint filter_criteria_server_fk foreign key (application_server_id) references application_server (id)
) ${table-options};

create table shared_filter_set (
    id     bigint       not null primary key,
    name   varchar(255) not null,
    number int          not null,
    constraint shared_filter_set_uk unique (name),
    constraint shared_filter_set_number_uk unique (number)
) ${table-options};

create table shared_filter_use (
    id            bigint not null primary key,
    shared_set_id bigint not null,
    criteria_id   bigint not null,
    priority      int    not null,
    constraint shared_filter_use_uk unique (shared_set_id, criteria_id),
    constraint shared_filter_use_set_fk foreign key (shared_set_id) references shared_filter_set (id),
    constraint shared_filter_use_criteria_fk foreign key (criteria_id) references filter_criteria (id)
) ${table-options};

-- A service profile had belonged to one subscription and said one thing only: two profiles say it for all.
alter table service_profile drop constraint service_profile_subscription_fk;
alter table service_profile drop column subscription_id;
alter table service_profile add column name varchar(255) default '' not null;
alter table service_profile add column media_profile int;
insert into service_profile (id, unregistered_services, name) values (-1, false, 'default');
insert into service_profile (id, unregistered_services, name) values (-2, true, 'unregistered');
update public_identity set service_profile_id = -2 where service_profile_id in
    (select f.id from service_profile f where f.unregistered_services = true);
update public_identity set service_profile_id = -1 where service_profile_id <> -2;
delete from service_profile where id > 0;
alter table service_profile add constraint service_profile_uk unique (name);

create table profile_filter_use (
    id                 bigint not null primary key,
    service_profile_id bigint not null,
    criteria_id        bigint not null,
    priority           int    not null,
    constraint profile_filter_use_uk unique (service_profile_id, criteria_id),
    constraint profile_filter_use_profile_fk foreign key (service_profile_id) references service_profile (id),
    constraint profile_filter_use_criteria_fk foreign key (criteria_id) references filter_criteria (id)
) ${table-options};

create table profile_shared_set (
    id                 bigint not null primary key,
    service_profile_id bigint not null,
    shared_set_id      bigint not null,
    place              int    not null,
    constraint profile_shared_set_uk unique (service_profile_id, shared_set_id),
    constraint profile_shared_set_profile_fk foreign key (service_profile_id) references service_profile (id),
    constraint profile_shared_set_set_fk foreign key (shared_set_id) references shared_filter_set (id)
) ${table-options};

alter table ims_subscription drop column mandatory_capabilities;
alter table ims_subscription drop column optional_capabilities;
alter table ims_subscription add column capability_set_id bigint;
alter table ims_subscription add column charging_set_id bigint;
alter table ims_subscription add column server_host varchar(255);
alter table ims_subscription add column server_realm varchar(255);
alter table ims_subscription add column name varchar(255) default '' not null;
update ims_subscription set name = coalesce(
    (select min(u.identity) from private_identity u where u.subscription_id = ims_subscription.id),
    concat('subscription-', cast(id as char(20))));
alter table ims_subscription add constraint ims_subscription_uk unique (name);
alter table ims_subscription add constraint ims_subscription_capability_fk
    foreign key (capability_set_id) references capability_set (id);
alter table ims_subscription add constraint ims_subscription_charging_fk
    foreign key (charging_set_id) references charging_set (id);
create index ims_subscription_server_ix on ims_subscription (server_name);

-- search_key and display_key are lower case, without the scheme: a search goes by their beginning
alter table private_identity add column search_key varchar(255) default '' not null;
update private_identity set search_key = lower(identity);
create index private_identity_search_ix on private_identity (search_key);
alter table private_identity add column secret varbinary(1024);
-- V3 seals what these hold, V4 drops them
alter table private_identity alter column realm set default '';
alter table private_identity alter column ha1 set default '';
alter table private_identity alter column plain_ha1 set default '';

create table sequence_number (
    private_identity_id bigint not null primary key,
    sqn                 bigint not null,
    constraint sequence_number_private_fk foreign key (private_identity_id) references private_identity (id)
) ${table-options};

alter table public_identity add column search_key varchar(255) default '' not null;
alter table public_identity add column display_key varchar(255) default '' not null;
alter table public_identity add column alias_group varchar(64) default '' not null;
alter table public_identity add column active boolean default true not null;
alter table public_identity add column application_server_id bigint;
update public_identity set search_key = lower(substring(identity, locate(':', identity) + 1)),
    display_key = lower(display_name);
create index public_identity_search_ix on public_identity (search_key);
create index public_identity_display_ix on public_identity (display_key);
create index public_identity_type_ix on public_identity (identity_type);
alter table public_identity add constraint public_identity_server_fk
    foreign key (application_server_id) references application_server (id);

-- who changed what: the documents before and after, secrets in them as they are kept
create table audit_entry (
    id         bigint       not null primary key,
    at         bigint       not null,
    actor      varchar(255) not null,
    action     varchar(16)  not null,
    kind       varchar(32)  not null,
    subject    varchar(255) not null,
    before_doc ${long-text},
    after_doc  ${long-text},
    undoes     bigint
) ${table-options};
create index audit_entry_subject_ix on audit_entry (kind, subject);
