import { parsePolicy } from '../../kernel/policy.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { toMigrationView } from '../migration-view.ts';
import { openMigrations } from '../wiring.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'list-migrations');
const migrations = openMigrations(env);
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'list-migrations',
  MIGRATION_FUNCTIONS['list-migrations'].route,
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
