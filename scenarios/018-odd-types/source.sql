-- Declared types outside every list follow SQLite's affinity rules.
CREATE TABLE t (a, b "", c NVARCHAR(3), d UNSIGNED BIG INT, e NATIVE CHARACTER(70), f FLOATING POINT, g STRING, h INT8, i DOUBLE, j DECIMAL(999,2),
    k "odd); DROP TABLE t; --", l CLOB, m TINYINT(1), n MONEY, o BIT, p UUID);
INSERT INTO t VALUES (1, 'x', 'ééé', 18446744073709551615, 'n', 2.0, '007', 5, 1, 1.25, 'k', 'text', 5, 3.5, 1, '6BA7B810-9DAD-11D1-80B4-00C04FD430C8');
CREATE TABLE v (id INTEGER PRIMARY KEY, name VARCHAR(4), code CHAR(2), wide VARCHAR(5000));
INSERT INTO v VALUES (1, '1234', 'ab', 'w'), (2, '12345', 'ab ', '😀😀'), (3, '😀😀😀😀', 'é', '');
