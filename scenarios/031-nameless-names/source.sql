-- The empty name, which SQLite allows for tables, columns and indexes, beside the name that stands for it.
-- must: tables and columns get a name, said in the report, and every value arrives.
CREATE TABLE "" (id INTEGER PRIMARY KEY, "" INTEGER UNIQUE, "_" TEXT CHECK ("" > 0));
INSERT INTO "" VALUES (1, 2, 'x');
CREATE TABLE "_" (a INTEGER REFERENCES "" (id), " " TEXT, "a " TEXT);
INSERT INTO "_" VALUES (1, 'y', 'z');
CREATE INDEX " " ON "" ("_", "");
