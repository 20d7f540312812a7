-- Views, triggers, full text and statistics: named, never taken for tables.
CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT, changed TEXT);
INSERT INTO doc VALUES (1, 'a river', '2024-01-01'), (2, 'a lake', '2024-01-02');
CREATE VIEW bodies AS SELECT body FROM doc;
CREATE VIEW lost AS SELECT missing FROM nowhere;
CREATE TRIGGER doc_changed AFTER UPDATE ON doc BEGIN UPDATE doc SET changed = datetime('now') WHERE id = NEW.id; END;
CREATE TRIGGER doc_guard BEFORE DELETE ON doc BEGIN SELECT RAISE(ABORT, 'never'); END;
CREATE VIRTUAL TABLE doc_text USING fts5(body, content='doc', content_rowid='id');
CREATE VIRTUAL TABLE box USING rtree(id, x0, x1);
INSERT INTO box VALUES (1, 0, 1);
ANALYZE;
