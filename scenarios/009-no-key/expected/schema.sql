-- The tables of app.db for PostgreSQL, as Portage makes them.
-- To read, and to run by hand where Portage may not: sections 1, then the rows, then 2 to 8.

-- 1. tables
CREATE TABLE "public"."hits" (
    "page" text COLLATE "C",
    "at" bigint,
    "ms" double precision
);
CREATE TABLE "public"."rowid_taken" (
    "rowid" text COLLATE "C",
    "_rowid_" text COLLATE "C",
    "oid" text COLLATE "C"
);
