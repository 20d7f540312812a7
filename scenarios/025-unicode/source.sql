-- Forms that look the same are not the same.
CREATE TABLE n (k TEXT PRIMARY KEY, v INT);
INSERT INTO n VALUES ('Å', 1), ('A' || char(778), 2), (char(8491), 3), ('ﬁ', 4), ('fi', 5), (char(8203), 6), (char(65279) || 'x', 7), ('x', 8), ('X', 9), (' x', 10), ('x ', 11);
