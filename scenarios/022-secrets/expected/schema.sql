-- The tables of app.db for PostgreSQL, as Portage makes them.
-- To read, and to run by hand where Portage may not: sections 1, then the rows, then 2 to 8.

-- 1. tables
CREATE TABLE "public"."login" (
    "id" text COLLATE "C" NOT NULL,
    "encrypted_password" text COLLATE "C",
    "api_key" bytea,
    "refreshToken" text COLLATE "C",
    "tokenizer" text COLLATE "C"
);

-- 2. keys and indexes, after the rows
ALTER TABLE "public"."login" ADD CONSTRAINT "login_pkey" PRIMARY KEY ("id");
