-- JSON in text: what is kept as it is, and what is not JSON.
CREATE TABLE j (id INTEGER PRIMARY KEY, good JSON, dup JSON, bad JSON, plain TEXT);
INSERT INTO j VALUES (1, '{"a": 1, "b": [true, null]}', '{"a":1,"a":2}', '{oops', '{"a":1}'), (2, '[]', '{"n":1e500}', '', NULL), (3, NULL, '"\u0000"', 'null', '');
