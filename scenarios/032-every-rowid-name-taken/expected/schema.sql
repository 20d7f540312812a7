-- The tables of app.db for PostgreSQL, as Portage makes them.
-- To read, and to run by hand where Portage may not: sections 1, then the rows, then 2 to 8.

-- 1. tables
CREATE TABLE "public"."hidden" (
    "rowid" bytea,
    "oid" bytea,
    "_rowid_" text COLLATE "C",
    "flag" bytea,
    "at" bytea
);
