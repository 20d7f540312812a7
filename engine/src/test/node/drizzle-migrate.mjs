// Runs the generated migrations by the ORM's own migrator:
//   node drizzle-migrate.mjs sqlite FILE FOLDER      node drizzle-migrate.mjs postgresql URL FOLDER
import Database from 'better-sqlite3';
import pg from 'pg';

const [, , kind, address, migrationsFolder] = process.argv;

if (kind === 'sqlite') {
  const { drizzle } = await import('drizzle-orm/better-sqlite3');
  const { migrate } = await import('drizzle-orm/better-sqlite3/migrator');
  migrate(drizzle(new Database(address)), { migrationsFolder });
} else {
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { migrate } = await import('drizzle-orm/node-postgres/migrator');
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await migrate(drizzle(client), { migrationsFolder });
  await client.end();
}
