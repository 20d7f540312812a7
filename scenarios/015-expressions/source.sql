-- DEFAULTs, CHECKs, generated columns and indexes in SQLite's own functions.
CREATE TABLE x (
    id TEXT PRIMARY KEY DEFAULT (lower(hex(randomblob(16)))),
    made TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    unix INTEGER DEFAULT (strftime('%s', 'now')),
    minus INTEGER DEFAULT -7, quoted TEXT DEFAULT 'it''s', doubled TEXT DEFAULT "old style", flag BOOLEAN DEFAULT TRUE, r REAL DEFAULT 1.5e3,
    day DATE DEFAULT CURRENT_DATE, bytes BLOB DEFAULT x'00ff', empty_number INTEGER DEFAULT '',
    name TEXT CHECK (length(trim(name)) > 0 AND name NOT LIKE '%;%'),
    slug TEXT CHECK (slug GLOB '[a-z]*' AND typeof(slug) = 'text'),
    odd TEXT CHECK (printf('%g', odd) IS NOT NULL),
    whole INTEGER CHECK (whole % 2 = 0 OR whole IS NULL),
    upper_name TEXT AS (upper(name)) VIRTUAL,
    half REAL AS (whole / 2.0) STORED
);
CREATE INDEX x_lower ON x(lower(name)) WHERE slug IS NOT NULL;
CREATE INDEX x_name_nocase ON x(name COLLATE NOCASE DESC);
CREATE UNIQUE INDEX x_slug ON x(slug COLLATE NOCASE) WHERE slug <> '';
INSERT INTO x(id, name, slug, whole) VALUES ('1', 'Ann', 'ann', 4), ('2', 'Bob', 'bob', NULL), ('3', 'ß', 'ss', -6);
