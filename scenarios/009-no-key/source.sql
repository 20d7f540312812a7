-- Rows that only their number in the file tells apart.
CREATE TABLE hits (page TEXT, at INTEGER, ms REAL);
INSERT INTO hits VALUES ('/', 1, 0.5), ('/', 1, 0.5), ('/a', NULL, NULL), ('/a', NULL, NULL), (NULL, NULL, NULL), ('/', 1, 0.25);
CREATE TABLE rowid_taken (rowid TEXT, _rowid_ TEXT, oid TEXT);
INSERT INTO rowid_taken VALUES ('a', 'b', 'c'), ('a', 'b', 'c');
