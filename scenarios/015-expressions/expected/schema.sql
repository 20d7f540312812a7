-- The tables of app.db for PostgreSQL, as Portage makes them.
-- To read, and to run by hand where Portage may not: sections 1, then the rows, then 2 to 8.

-- 1. tables
CREATE TABLE "public"."x" (
    "id" text COLLATE "C" DEFAULT lower(upper(coalesce(encode(substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16), 'hex'), '')) COLLATE "C") NOT NULL,
    "made" text COLLATE "C" DEFAULT to_char((CURRENT_TIMESTAMP AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    "unix" bigint DEFAULT floor(extract(epoch FROM (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')))::bigint::text::bigint,
    "minus" bigint DEFAULT (-7),
    "quoted" text COLLATE "C" DEFAULT 'it''s',
    "doubled" text COLLATE "C" DEFAULT 'old style',
    "flag" boolean DEFAULT true,
    "r" double precision DEFAULT 1500,
    "day" date DEFAULT (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date,
    "bytes" bytea DEFAULT '\x00ff'::bytea,
    "empty_number" text COLLATE "C" DEFAULT '',
    "name" text COLLATE "C",
    "slug" text COLLATE "C",
    "odd" text COLLATE "C",
    "whole" bigint,
    "upper_name" text COLLATE "C" GENERATED ALWAYS AS (upper("name" COLLATE "C")) STORED,
    "half" double precision GENERATED ALWAYS AS (NULLIF(("whole"::float8 / NULLIF('2.0'::float8, 0)), 'NaN'::float8)) STORED
);

-- 2. keys and indexes, after the rows
ALTER TABLE "public"."x" ADD CONSTRAINT "x_pkey" PRIMARY KEY ("id");
CREATE INDEX "x_lower" ON "public"."x" ((lower("name" COLLATE "C") COLLATE "C")) WHERE ("slug" IS NOT NULL);
CREATE INDEX "x_name_nocase" ON "public"."x" (lower("name" COLLATE "C") DESC);
CREATE UNIQUE INDEX "x_slug" ON "public"."x" (lower("slug" COLLATE "C")) WHERE (("slug" COLLATE "C") <> '');

-- 3. checks
ALTER TABLE "public"."x" ADD CONSTRAINT "x_check" CHECK (((char_length(btrim("name", ' '::text)) > 0) AND ((lower("name" COLLATE "C") COLLATE "C") NOT LIKE '%;%'::text ESCAPE ''))) NOT VALID;
ALTER TABLE "public"."x" ADD CONSTRAINT "x_check_2" CHECK (((("slug" COLLATE "C") ~ '^[a-z].*$') AND (((CASE WHEN "slug" IS NULL THEN 'null' ELSE 'text' END) COLLATE "C") = 'text'))) NOT VALID;
ALTER TABLE "public"."x" ADD CONSTRAINT "x_check_3" CHECK (((("whole" % 2::bigint) = 0) OR ("whole" IS NULL))) NOT VALID;

-- 5. proof of the constraints on the rows
ALTER TABLE "public"."x" VALIDATE CONSTRAINT "x_check";
ALTER TABLE "public"."x" VALIDATE CONSTRAINT "x_check_2";
ALTER TABLE "public"."x" VALIDATE CONSTRAINT "x_check_3";
