-- Keys of every kind: descending, NULL inside, mixed classes, composite, WITHOUT ROWID, INT that is no rowid.
CREATE TABLE desc_key (id INTEGER PRIMARY KEY DESC, v TEXT);
INSERT INTO desc_key VALUES (3, 'c'), (1, 'a'), (NULL, 'n');
CREATE TABLE int_key (id INT PRIMARY KEY, v TEXT);
INSERT INTO int_key VALUES (2, 'b'), (1, 'a');
CREATE TABLE text_null (k TEXT PRIMARY KEY, v INT);
INSERT INTO text_null VALUES ('a', 1), (NULL, 2), (NULL, 3);
CREATE TABLE merged (k PRIMARY KEY, v INT) WITHOUT ROWID;
INSERT INTO merged VALUES (1, 1), ('1', 2), (1.5, 3), (x'31', 4);
CREATE TABLE pair (a TEXT, b INTEGER, c REAL, PRIMARY KEY (b, a)) WITHOUT ROWID;
INSERT INTO pair VALUES ('x', 2, 0.5), ('x', 1, 1.5), ('a', 2, NULL);
CREATE TABLE real_key (k REAL PRIMARY KEY, v TEXT);
INSERT INTO real_key VALUES (0.5, 'a'), (-1e300, 'b'), (2, 'c');
CREATE TABLE blob_key (k BLOB PRIMARY KEY, v TEXT);
INSERT INTO blob_key VALUES (x'00', 'zero'), (x'', 'empty'), (x'ff00', 'high');
CREATE TABLE sparse (id INTEGER PRIMARY KEY, v TEXT);
INSERT INTO sparse VALUES (-9223372036854775808, 'low'), (0, 'zero'), (9223372036854775807, 'high');
