-- A file that keeps its text as UTF-16.
PRAGMA encoding = 'UTF-16le';
CREATE TABLE w (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO w VALUES ('z', 'last'), ('é', 'accent'), ('😀', 'emoji'), ('', 'empty'), (char(65535), 'end of the plane'), ('a', NULL);
