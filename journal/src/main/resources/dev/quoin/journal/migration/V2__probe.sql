-- Written anew to see whether a database that was lost takes something again: one whose disk is full still answers. The row is
-- long and lies in a file of its own, so that it needs room.
create table journal.probe (
  filler text collate "C" not null
);

alter table journal.probe alter column filler set storage external;
