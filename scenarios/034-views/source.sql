-- Views arrive with the rows they give in SQLite, or are named with the reason.
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT COLLATE NOCASE, city TEXT, since DATE);
INSERT INTO customer VALUES (1, 'Ann', 'annie', 'Oslo', '2020-01-31'), (2, 'bob', 'BOB', NULL, NULL), (3, 'Cid', 'Bob', 'Rome', '2021-05-01');
CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), amount REAL, paid BOOLEAN);
INSERT INTO invoice VALUES (1, 1, 0.1, 1), (2, 1, 0.2, 0), (3, 1, 0.3, 1), (4, 3, 1e3, NULL), (5, NULL, 7.25, 1);
CREATE VIEW unpaid AS SELECT i.id, c.name, i.amount FROM invoice i LEFT JOIN customer c ON c.id = i.customer_id WHERE NOT i.paid;
CREATE VIEW turnover AS SELECT c.id, c.name, sum(amount) AS total, count(*) FROM customer c JOIN invoice i ON i.customer_id = c.id GROUP BY c.id ORDER BY total DESC, c.name;
CREATE VIEW great AS SELECT name FROM turnover WHERE total >= 0.6;
CREATE VIEW early AS SELECT [Name] "the name" FROM customer WHERE nick = 'bob' AND since < datetime('2021-05-01');
CREATE VIEW places(place) AS SELECT city FROM customer UNION SELECT 'Paris' EXCEPT SELECT 'Rome' ORDER BY 1;
CREATE VIEW some AS SELECT name FROM customer LIMIT 1;
CREATE VIEW others AS SELECT name FROM some;
CREATE VIEW any_name AS SELECT city, name FROM customer GROUP BY city;
CREATE VIEW nicks AS SELECT DISTINCT nick FROM customer;
CREATE VIEW lost AS SELECT missing FROM nowhere;
