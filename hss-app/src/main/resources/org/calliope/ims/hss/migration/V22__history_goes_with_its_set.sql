-- Looking for events of sets that are gone took a second and more with 100,000 subscribers.
delete from registration_event where not exists (select 1 from implicit_set i where i.id = registration_event.set_id);
alter table registration_event add constraint registration_event_set_fk
    foreign key (set_id) references implicit_set (id) on delete cascade;
