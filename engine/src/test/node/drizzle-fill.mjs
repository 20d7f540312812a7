// Fills the SQLite file through the ORM, as the application did: node --experimental-strip-types drizzle-fill.mjs FILE
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { posts, tags, users } from './drizzle.sqlite.ts';

const db = drizzle(new Database(process.argv[2]));
const roles = ['admin', 'member', 'guest'];

for (let i = 1; i <= 50; i++) {
  db.insert(users).values({
    publicId: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    email: `user${i}@example.org`,
    role: roles[i % 3],
    active: i % 4 !== 0,
    profile: i % 5 === 0 ? null : { name: `Zoë ${i}`, likes: [i, i / 3], nested: { ok: true } },
    createdAt: new Date(1_700_000_000_000 + i * 1000),
    seenAt: i % 2 === 0 ? new Date(1_700_000_000_123 + i) : null,
    avatar: i % 7 === 0 ? Buffer.from([0, 255, i]) : null,
  }).run();
}
for (let i = 1; i <= 120; i++) {
  db.insert(posts).values({
    authorId: 1 + (i % 50),
    parentId: i > 10 ? i - 10 : null,
    title: `Post ${i} “quoted”`,
    score: i / 3,
    price: i % 3 === 0 ? null : (i * 1.25).toFixed(2),
    publishedOn: i % 2 === 0 ? `2024-02-${String(1 + (i % 28)).padStart(2, '0')}` : null,
  }).run();
  db.insert(tags).values({ postId: i, tag: i % 2 === 0 ? 'even' : 'odd' }).run();
}
