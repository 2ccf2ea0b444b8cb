import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { openMigrations } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { toMigrationView } from '../use-cases/migration-view.ts';

const env = readEnv('list-migrations');
const migrations = openMigrations(env);
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'list-migrations',
  {
    execute: ({ caller, query }) => migrations.list(caller.tenant, query.limit, query.cursor),
    present: (page) => ({
      data: page.migrations.map((migration) => toMigrationView(migration, prices_usd, systemClock())),
      has_more: page.lastId !== undefined,
      next_cursor: page.lastId ?? null,
    }),
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
