-- U+0000 and bytes that are not UTF-8, in ordinary and in key columns.
CREATE TABLE mail (id INTEGER PRIMARY KEY, subject TEXT, raw TEXT);
INSERT INTO mail VALUES (1, 'plain', 'plain'), (2, 'nul' || char(0) || 'inside', CAST(x'41ff42' AS TEXT)), (3, char(0), CAST(x'f0908080f5' AS TEXT)),
    (4, '', CAST(x'edb080' AS TEXT));
CREATE TABLE tags (name TEXT PRIMARY KEY);
INSERT INTO tags VALUES ('a'), ('a' || char(0)), (CAST(x'61ff' AS TEXT));
