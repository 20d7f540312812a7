-- Collation names typed in small letters, on columns, in UNIQUE and in indexes.
-- must: each index arrives as it does for NOCASE and RTRIM in capital letters, none is called the application's own.
CREATE TABLE people (id INTEGER PRIMARY KEY, mail TEXT COLLATE nocase UNIQUE, code TEXT COLLATE rtrim UNIQUE, plain TEXT);
INSERT INTO people VALUES (1, 'a@x', 'a', 'p'), (2, 'B@x', 'b ', 'q');
CREATE UNIQUE INDEX people_plain ON people (plain COLLATE NoCase);
CREATE INDEX people_first ON people (substr(plain, 1, 1) COLLATE binary);
CREATE TABLE tags (name TEXT COLLATE nocase PRIMARY KEY) WITHOUT ROWID;
INSERT INTO tags VALUES ('b'), ('A');
