-- Rows older than the rules they break.
CREATE TABLE account (id INTEGER PRIMARY KEY, plan TEXT CHECK (plan IN ('free', 'paid')), seats INT CHECK (seats BETWEEN 1 AND 100));
PRAGMA ignore_check_constraints = ON;
INSERT INTO account VALUES (1, 'free', 1), (2, 'gold', 5), (3, 'paid', 1000), (4, NULL, NULL);
PRAGMA ignore_check_constraints = OFF;
CREATE TABLE late (id INTEGER PRIMARY KEY, v TEXT);
INSERT INTO late VALUES (1, NULL), (2, 'x');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE late (id INTEGER PRIMARY KEY, v TEXT NOT NULL)' WHERE name = 'late';
PRAGMA writable_schema = RESET;
