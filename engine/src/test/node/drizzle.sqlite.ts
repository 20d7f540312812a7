// The application's schema as it was on SQLite.
import { blob, index, integer, numeric, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';

export const users = sqliteTable('users', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  publicId: text('public_id').notNull().unique(),
  email: text('email').notNull(),
  role: text('role', { enum: ['admin', 'member', 'guest'] }).notNull().default('member'),
  active: integer('active', { mode: 'boolean' }).notNull().default(true),
  profile: text('profile', { mode: 'json' }),
  createdAt: integer('created_at', { mode: 'timestamp' }).notNull(),
  seenAt: integer('seen_at', { mode: 'timestamp_ms' }),
  avatar: blob('avatar', { mode: 'buffer' }),
}, table => [uniqueIndex('users_email').on(table.email)]);

export const posts = sqliteTable('posts', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  authorId: integer('author_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  parentId: integer('parent_id'),
  title: text('title').notNull(),
  score: real('score').notNull().default(0),
  price: numeric('price'),
  publishedOn: text('published_on'),
  updatedAt: text('updated_at').default(sql`CURRENT_TIMESTAMP`),
}, table => [index('posts_author').on(table.authorId)]);

export const tags = sqliteTable('post_tags', {
  postId: integer('post_id').notNull().references(() => posts.id),
  tag: text('tag').notNull(),
}, table => [primaryKey({ columns: [table.postId, table.tag] })]);
