-- A key too long for a btree, and values larger than a COPY buffer.
CREATE TABLE doc (id INTEGER PRIMARY KEY, t TEXT, b BLOB);
INSERT INTO doc VALUES (1, replace(hex(zeroblob(1500000)), '00', 'lorem '), zeroblob(3000000)), (2, '', x'');
CREATE TABLE by_url (url TEXT PRIMARY KEY, n INT);
WITH RECURSIVE c(i, s) AS (SELECT 1, 'http://example.org/' UNION ALL SELECT i + 1, s || (i * 7919 % 10007) || '/' FROM c WHERE i < 900) INSERT INTO by_url SELECT s, i FROM c WHERE i = 900;
