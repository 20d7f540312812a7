// The same application's schema as it has been written anew for PostgreSQL.
import { sql } from 'drizzle-orm';
import {
  boolean, check, customType, date, doublePrecision, foreignKey, index, integer, jsonb, numeric, pgEnum, pgTable, primaryKey,
  serial, text, timestamp, uniqueIndex, uuid, varchar,
} from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const role = pgEnum('user_role', ['admin', 'member', 'guest']);

export const users = pgTable('users', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  publicId: uuid('public_id').notNull().unique(),
  email: varchar('email', { length: 200 }).notNull(),
  role: role('role').notNull().default('member'),
  active: boolean('active').notNull().default(true),
  profile: jsonb('profile'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  seenAt: timestamp('seen_at', { withTimezone: true, precision: 3 }),
  avatar: bytea('avatar'),
  tenant: text('tenant').notNull().default('main'),
}, table => [uniqueIndex('users_email').on(table.email)]);

export const posts = pgTable('posts', {
  id: serial('id').primaryKey(),
  authorId: integer('author_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  parentId: integer('parent_id'),
  title: text('title').notNull(),
  score: doublePrecision('score').notNull().default(0),
  price: numeric('price', { precision: 10, scale: 2 }),
  publishedOn: date('published_on'),
  updatedAt: timestamp('updated_at').defaultNow(),
}, table => [
  index('posts_author').on(table.authorId),
  foreignKey({ columns: [table.parentId], foreignColumns: [table.id], name: 'posts_parent' }),
  check('posts_score', sql`${table.score} >= 0`),
]);

export const tags = pgTable('post_tags', {
  postId: integer('post_id').notNull().references(() => posts.id),
  tag: text('tag').notNull(),
}, table => [primaryKey({ columns: [table.postId, table.tag] })]);
