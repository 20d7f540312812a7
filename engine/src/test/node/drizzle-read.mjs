// Prints what the ORM gives for every table, in the order of the keys, as JSON; the column that only PostgreSQL has left out:
//   node --experimental-strip-types drizzle-read.mjs sqlite FILE      … postgresql URL
import Database from 'better-sqlite3';
import { asc } from 'drizzle-orm';
import pg from 'pg';

const [, , kind, address] = process.argv;
const { posts, tags, users } = await import(`./drizzle.${kind}.ts`);

async function open() {
  if (kind === 'sqlite') {
    const { drizzle } = await import('drizzle-orm/better-sqlite3');
    return { db: drizzle(new Database(address)), close: () => {} };
  }
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  return { db: drizzle(client), close: () => client.end() };
}

function plain(row) {
  const { tenant, updatedAt, ...same } = row;
  if (same.price !== undefined && same.price !== null) {
    same.price = Number(same.price);
  }
  if (same.avatar) {
    same.avatar = Buffer.from(same.avatar).toString('hex');
  }
  return same;
}

const { db, close } = await open();
for (const [table, ...keys] of [[users, users.id], [posts, posts.id], [tags, tags.postId, tags.tag]]) {
  const rows = await db.select().from(table).orderBy(...keys.map(key => asc(key)));
  console.log(JSON.stringify(rows.map(plain)));
}
await close();
