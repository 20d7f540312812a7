-- Encrypted values stay byte for byte and are masked in every report.
CREATE TABLE login (id TEXT PRIMARY KEY, encrypted_password TEXT, api_key BLOB, refreshToken TEXT, tokenizer TEXT);
INSERT INTO login VALUES ('d1', 'aabbcc:ddeeff:Zm9v' || char(10), x'00010d0a27', 'tok=en== ', 'bert');
