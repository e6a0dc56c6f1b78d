-- One job makes several evaluations, one after the other: a lane, named after its first.
alter table evaluation add column lane uuid;
