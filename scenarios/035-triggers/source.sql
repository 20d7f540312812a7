-- Triggers: columns stamped, rows guarded, rows written elsewhere; what has no exact counterpart is named.
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, state TEXT, updated_at DATETIME, version INTEGER DEFAULT 1,
    CHECK (updated_at IS NULL OR updated_at > '1990-01-01 00:00:00'));
CREATE TABLE log (id INTEGER PRIMARY KEY, doc INTEGER, what TEXT, at DATETIME DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE "Odd name" ("the key" TEXT PRIMARY KEY NOT NULL, v REAL);
INSERT INTO doc VALUES (1, 'a river', 'open', '2024-01-01 10:00:00', 1), (2, 'a lake', 'closed', '2024-01-02 11:30:00', 3);
INSERT INTO log VALUES (1, 1, 'made', '2024-01-01 10:00:00');
INSERT INTO "Odd name" VALUES ('k', 1.5);
CREATE TRIGGER doc_touch AFTER UPDATE ON doc WHEN NEW.updated_at IS OLD.updated_at
  BEGIN UPDATE doc SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id; END;
CREATE TRIGGER doc_keep BEFORE DELETE ON doc WHEN OLD.state = 'closed' BEGIN SELECT RAISE(ABORT, 'closed documents stay'); END;
CREATE TRIGGER doc_title BEFORE INSERT ON doc BEGIN SELECT RAISE(FAIL, 'it''s untitled') WHERE NEW.title IS NULL; END;
CREATE TRIGGER doc_logged AFTER DELETE ON doc BEGIN INSERT INTO log (doc, what) VALUES (OLD.id, 'gone: ' || OLD.title); END;
CREATE TRIGGER "odd ""one""; --" BEFORE UPDATE OF v ON "Odd name"
  BEGIN SELECT CASE WHEN NEW.v < 0 THEN RAISE(ABORT, 'less than $$ nothing') END; END;
-- Not these.
CREATE TRIGGER doc_count AFTER INSERT ON doc BEGIN UPDATE doc SET version = (SELECT count(*) FROM doc) WHERE id = NEW.id; END;
CREATE TRIGGER doc_twice AFTER UPDATE ON doc BEGIN INSERT INTO log (doc, what) VALUES (NEW.id, 'changed'); END;
CREATE TRIGGER doc_all AFTER UPDATE OF state ON doc BEGIN UPDATE doc SET version = version + 1; END;
CREATE TRIGGER log_loop AFTER INSERT ON log BEGIN INSERT INTO log (doc, what) VALUES (NEW.doc, 'again'); END;
CREATE VIEW open_doc AS SELECT id, title FROM doc WHERE state = 'open';
CREATE TRIGGER open_insert INSTEAD OF INSERT ON open_doc BEGIN INSERT INTO doc (title, state) VALUES (NEW.title, 'open'); END;
