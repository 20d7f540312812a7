INSERT INTO users (id, provider, subject, email) VALUES ('system', 'internal', 'system', 'system@example.org');
