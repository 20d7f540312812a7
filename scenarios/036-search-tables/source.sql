-- Full text and R-trees: texts beside their index, texts within it, no texts at all.
CREATE TABLE page (id INTEGER PRIMARY KEY, title TEXT, body TEXT, words_tsv TEXT);
INSERT INTO page VALUES (1, 'River', 'a wooden boat', NULL), (2, NULL, 'a lake', 'taken');
CREATE VIRTUAL TABLE words USING fts5(title, body, content='page', content_rowid='id');
CREATE TRIGGER page_in AFTER INSERT ON page BEGIN INSERT INTO words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END;
CREATE TRIGGER page_out AFTER DELETE ON page
  BEGIN INSERT INTO words (words, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body); END;
INSERT INTO words (words) VALUES ('rebuild');
CREATE VIRTUAL TABLE note USING fts5(text, author UNINDEXED, tokenize = 'porter unicode61');
INSERT INTO note (rowid, text, author) VALUES (3, 'boats and rivers', 'Ann'), (90, 'lakes', NULL);
CREATE VIRTUAL TABLE "Old Index" USING fts4(line);
INSERT INTO "Old Index" (docid, line) VALUES (1, 'carried over land');
CREATE VIRTUAL TABLE parts USING fts5(text, tokenize = trigram);
INSERT INTO parts VALUES ('substring');
CREATE VIRTUAL TABLE bare USING fts5(text, content = '');
INSERT INTO bare (rowid, text) VALUES (1, 'not kept');
CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, +label TEXT);
INSERT INTO box VALUES (1, 0.1, 1, 'a'), (2, -5, 5, NULL);
