-- Columns whose declared type says little about what is stored.
CREATE TABLE readings (id INTEGER PRIMARY KEY, level INTEGER, ratio REAL, code NUMERIC, payload TEXT, anything);
INSERT INTO readings VALUES
    (1, 5, 0.5, 7, 'ok', 1), (2, 'high', 1, '7a', x'c0ffee', 'one'), (3, 2.5, 'n/a', 7.25, NULL, 1.5), (4, NULL, NULL, NULL, '', x'01'),
    (5, x'05', 3, 8, 'fine', NULL);
CREATE TABLE halves (id INTEGER PRIMARY KEY, n INT, big INT);
INSERT INTO halves VALUES (1, 1, 9007199254740993), (2, 1.5, 0.5), (3, -7, -9223372036854775808);
