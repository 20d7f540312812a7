-- '' beside numbers and dates is a value of its own.
CREATE TABLE form (id INTEGER PRIMARY KEY, amount INTEGER, rate DOUBLE, due DATE, remark TEXT);
INSERT INTO form VALUES (1, '', '', '', ''), (2, 10, 0.25, '2025-01-31', 'x'), (3, NULL, NULL, NULL, NULL);
