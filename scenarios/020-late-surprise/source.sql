-- The value that matters is the last one.
CREATE TABLE late (id INTEGER PRIMARY KEY, n INT, t, flag BOOLEAN);
WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 12000) INSERT INTO late SELECT i, i, NULL, i % 2 FROM c;
UPDATE late SET n = 'twelve thousand', t = 'only text', flag = 2 WHERE id = 12000;
CREATE TABLE no_rows (a, b INT, c TEXT);
CREATE TABLE all_null (id INTEGER PRIMARY KEY, v);
INSERT INTO all_null VALUES (1, NULL);
