-- A name with a line feed cannot be carried safely; nothing is made.
CREATE TABLE ok (id INTEGER PRIMARY KEY);
CREATE TABLE "two
lines" (id INTEGER PRIMARY KEY);
