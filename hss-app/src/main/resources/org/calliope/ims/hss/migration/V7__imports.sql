-- Imports: how far each has come is written in the transaction that writes its rows.
create table import_job (
    id           bigint        not null primary key,
    source       varchar(255)  not null,
    file         varchar(64)   not null,
    format       varchar(16)   not null,
    size         bigint        not null,
    sha256       varchar(64)   not null,
    dry_run      boolean       not null,
    shared       boolean       not null,
    existing     varchar(16)   not null,
    state        varchar(16)   not null,
    actor        varchar(255)  not null,
    next_row     bigint        not null,
    accepted     bigint        not null,
    skipped      bigint        not null,
    rejected     bigint        not null,
    report_bytes bigint        not null,
    message      varchar(1000) not null,
    created      bigint        not null,
    started      bigint        not null,
    ended        bigint        not null
) ${table-options};
