-- Money under NUMERIC affinity: what fits the declared scale, and what does not.
CREATE TABLE fits (id INTEGER PRIMARY KEY, price DECIMAL(12,2) NOT NULL DEFAULT 0.99);
INSERT INTO fits VALUES (1, 19.99), (2, 100), (3, -0.01), (4, 9999999999.99);
CREATE TABLE wider (id INTEGER PRIMARY KEY, price NUMERIC(6,2));
INSERT INTO wider VALUES (1, 1.005), (2, 12345.6), (3, 5), (4, 0.1 + 0.2);
