-- A change of keys that is under way: a row until every secret is sealed by the key of this id or a later one.
create table key_rotation (
    key_id int not null primary key
) ${table-options};
