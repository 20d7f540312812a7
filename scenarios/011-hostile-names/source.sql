-- Names that must be quoted, renamed or kept apart; nothing of them is executed.
CREATE TABLE bystander (id INTEGER PRIMARY KEY);
INSERT INTO bystander VALUES (1);
CREATE TABLE "a'b""; DELETE FROM bystander; --" ("col'umn" TEXT, "x;y" INT, "select" TEXT, "ünïcode 🚣" TEXT, "{}" TEXT, "%d" TEXT, "$$" TEXT);
INSERT INTO "a'b""; DELETE FROM bystander; --" VALUES ('1', 2, '4', '5', '6', '7', '8');
CREATE TABLE "Mixed" ("Id" INTEGER PRIMARY KEY, "userName" TEXT, "xmin" TEXT, "ctid" INT);
INSERT INTO "Mixed" VALUES (1, 'u', 'x', 9);
CREATE TABLE "a_table_name_that_goes_on_and_on_until_it_is_longer_than_sixty_three_bytes" (
    "a_column_name_that_goes_on_and_on_until_it_is_longer_than_sixty_three_1" TEXT,
    "a_column_name_that_goes_on_and_on_until_it_is_longer_than_sixty_three_2" TEXT UNIQUE);
INSERT INTO "a_table_name_that_goes_on_and_on_until_it_is_longer_than_sixty_three_bytes" VALUES ('one', 'two');
CREATE INDEX "user" ON "Mixed"("userName");
