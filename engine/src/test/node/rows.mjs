// Prints every row of the named tables as the driver gives it, one JSON line a table:
//   node rows.mjs sqlite FILE TABLE…      node rows.mjs postgresql URL TABLE…
// Rows come in the order of their JSON, so that no collation takes part.
import Database from 'better-sqlite3';
import pg from 'pg';

const [, , kind, address, ...tables] = process.argv;

function shown(rows) {
  return rows.map(row => JSON.stringify(row, (_, value) => typeof value === 'bigint' ? value.toString() : value)).sort();
}

async function all(sql) {
  if (kind === 'sqlite') {
    return new Database(address, { readonly: true }).prepare(sql).all();
  }
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

for (const table of tables) {
  console.log(JSON.stringify(shown(await all(`SELECT * FROM "${table}"`))));
}
