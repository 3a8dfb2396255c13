-- Who may use the console and its REST API. Times are seconds since 1970, 0 for never.

create table console_user (
    id            bigint       not null primary key,
    version       int          not null,
    name          varchar(64)  not null,
    password_hash varchar(255) not null,
    role          varchar(16)  not null,
    must_change   boolean      not null,
    disabled      boolean      not null,
    created       bigint       not null,
    last_login    bigint       not null,
    constraint console_user_uk unique (name)
) ${table-options};

create table api_token (
    id        bigint      not null primary key,
    name      varchar(64) not null,
    role      varchar(16) not null,
    sha256    varchar(64) not null,
    created   bigint      not null,
    expires   bigint      not null,
    last_used bigint      not null,
    constraint api_token_uk unique (name),
    constraint api_token_sha256_uk unique (sha256)
) ${table-options};
