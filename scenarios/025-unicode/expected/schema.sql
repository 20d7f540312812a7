-- The tables of app.db for PostgreSQL, as Portage makes them.
-- To read, and to run by hand where Portage may not: sections 1, then the rows, then 2 to 8.

-- 1. tables
CREATE TABLE "public"."n" (
    "k" text COLLATE "C" NOT NULL,
    "v" bigint
);

-- 2. keys and indexes, after the rows
ALTER TABLE "public"."n" ADD CONSTRAINT "n_pkey" PRIMARY KEY ("k");
