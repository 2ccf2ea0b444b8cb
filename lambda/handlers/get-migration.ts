import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { openMigrations } from '../runtime/stores.ts';
import { toMigrationView } from '../use-cases/migration-view.ts';
import { getMigration } from '../use-cases/migrations.ts';

/** The rest is found when these are mended. */
const FAILURES_SHOWN = 100;

const env = readEnv('get-migration');
const migrations = openMigrations(env);
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'get-migration',
  {
    execute: ({ caller, path }) => getMigration(caller, path('id'), migrations),
    present: async (migration) =>
      toMigrationView(migration, prices_usd, await migrations.failures(migration, FAILURES_SHOWN)),
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
