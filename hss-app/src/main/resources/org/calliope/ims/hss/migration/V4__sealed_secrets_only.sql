-- V3 has sealed what these held
alter table private_identity drop column realm;
alter table private_identity drop column ha1;
alter table private_identity drop column plain_ha1;
