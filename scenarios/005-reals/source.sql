-- Doubles arrive bit for bit.
CREATE TABLE r (id INTEGER PRIMARY KEY, v DOUBLE PRECISION, untyped);
INSERT INTO r VALUES (1, 0.1, 0.1), (2, 1e308, 1e308), (3, 4.9e-324, 4.9e-324), (4, 9e999, 9e999), (5, -9e999, -9e999), (6, 1e22, 1e22),
    (7, 9007199254740993.0, 2.5), (8, -0.0, -0.5), (9, 100, 3.0);
