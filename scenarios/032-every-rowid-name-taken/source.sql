-- A table whose columns hide every name of the rowid, so that no row of it can be named.
-- must: mixed classes and texts that PostgreSQL cannot hold arrive without a quarantine; equal.
CREATE TABLE hidden (rowid, oid TEXT, _rowid_ INTEGER, flag BOOLEAN, at DATETIME);
INSERT INTO hidden VALUES (1, 'a' || char(0), 1, 1, '2024-01-01'), (1, 'a' || char(0), 1, 1, '2024-01-01'),
    ('x', CAST(x'ff' AS TEXT), '', 2, 1704103200), (NULL, x'00', 1.5, 'yes', NULL);
