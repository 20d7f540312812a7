-- An ordinary application's schema: every kind of constraint, all of which must arrive.
PRAGMA foreign_keys = ON;
CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name VARCHAR(40) NOT NULL,
    vip BOOLEAN NOT NULL DEFAULT 0,
    credit DECIMAL(8,2) NOT NULL DEFAULT 0,
    joined DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    referred_by INTEGER REFERENCES customers(id) ON DELETE SET NULL,
    CHECK (length(name) > 0),
    CONSTRAINT credit_floor CHECK (credit >= -100)
);
CREATE TABLE products (
    sku TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    weight REAL,
    kind TEXT NOT NULL CHECK (kind IN ('book', 'game', 'tool')),
    picture BLOB
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers ON DELETE CASCADE ON UPDATE CASCADE,
    placed DATE NOT NULL,
    note TEXT DEFAULT 'none given'
);
CREATE TABLE lines (
    order_id INTEGER NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0),
    price DECIMAL(8,2) NOT NULL,
    total DECIMAL(10,2) GENERATED ALWAYS AS (quantity * price) STORED,
    PRIMARY KEY (order_id, sku),
    FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (sku) REFERENCES products(sku)
) WITHOUT ROWID;
CREATE INDEX orders_by_customer ON orders(customer_id, placed DESC);
CREATE UNIQUE INDEX one_open_note ON orders(note) WHERE note LIKE 'open%';
CREATE INDEX products_title ON products(lower(title));
INSERT INTO customers(id, email, name, vip, credit, joined, referred_by) VALUES
    (1, 'Ann@example.org', 'Ann', 1, 12.5, '2024-02-29 08:00:00', NULL),
    (2, 'bob@example.org', 'Bob', 0, -3.25, '2024-03-01 09:30:15', 1),
    (7, 'cy@example.org', 'Cy', 0, 0, '2024-12-31 23:59:59', 2);
DELETE FROM customers WHERE id = 7;
INSERT INTO products VALUES ('b-1', 'Zebra', 0.25, 'book', x'00ff10'), ('g-1', 'Ärger', 1e-3, 'game', NULL), ('t-1', 'hammer', 2, 'tool', x'');
INSERT INTO orders VALUES (10, 1, '2024-03-02', 'open: gift'), (11, 2, '2024-03-03', 'none given'), (-4, 1, '2023-01-01', NULL);
INSERT INTO lines(order_id, sku, quantity, price) VALUES (10, 'b-1', 2, 9.99), (10, 'g-1', 1, 30), (11, 't-1', 3, 4.05);
