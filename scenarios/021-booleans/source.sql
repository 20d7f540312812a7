-- What a BOOLEAN column may hold.
CREATE TABLE b (id INTEGER PRIMARY KEY, clean BOOLEAN NOT NULL DEFAULT 1 CHECK (clean IN (0, 1)), words BOOL, numbers BOOLEAN);
INSERT INTO b VALUES (1, 1, 'true', 1), (2, 0, 'false', 2), (3, 1, NULL, 0);
CREATE INDEX b_clean ON b(id) WHERE clean = 1;
