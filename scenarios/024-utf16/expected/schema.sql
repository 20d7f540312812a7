-- The tables of app.db for PostgreSQL, as Portage makes them.
-- To read, and to run by hand where Portage may not: sections 1, then the rows, then 2 to 8.

-- 1. tables
CREATE TABLE "public"."w" (
    "k" text COLLATE "C" NOT NULL,
    "v" text COLLATE "C"
);

-- 2. keys and indexes, after the rows
ALTER TABLE "public"."w" ADD CONSTRAINT "w_pkey" PRIMARY KEY ("k");
