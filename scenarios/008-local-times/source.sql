-- Wall-clock times in the hour that is skipped and in the one that comes twice; no zone is assumed unless one is named.
CREATE TABLE flights (id INTEGER PRIMARY KEY, leaves TIMESTAMP NOT NULL);
INSERT INTO flights VALUES (1, '2025-03-30 02:15:00'), (2, '2025-10-26 02:15:00'), (3, '2025-01-15 12:00:00');
