// drizzle-kit generate: DIALECT and OUT come from the test.
import { defineConfig } from 'drizzle-kit';

const dialect = process.env.DIALECT as 'sqlite' | 'postgresql';

export default defineConfig({ dialect, schema: `./drizzle.${dialect}.ts`, out: process.env.OUT });
