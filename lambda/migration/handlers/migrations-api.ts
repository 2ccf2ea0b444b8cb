import { toPage } from '../../kernel/page.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { pathAction } from '../../platform/path-action.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { migrationAction } from '../contract.ts';
import type { Migration } from '../domain/migration.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { migrationDetails, toMigrationView } from '../migration-view.ts';
import { changeMigration, createMigration, getMigration } from '../migrations.ts';
import { migrationsApiDependencies } from '../wiring/migrations-api.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'migrations-api');
const dependencies = migrationsApiDependencies(env);
const toView = (migration: Migration) => toMigrationView(migration, dependencies.prices, systemClock());

export const handler = apiHandler(
  MIGRATION_FUNCTIONS['migrations-api'].routes,
  {
    'create-migration': presented(
      ({ caller, body }) => createMigration(caller, body, dependencies),
      (migration) => toView(migration),
    ),
    'list-migrations': async ({ caller, query }) => {
      const page = await dependencies.migrations.list(caller.tenant, query.limit, query.cursor);
      return toPage(page.migrations.map(toView), page.lastId);
    },
    'get-migration': async ({ caller, path }) => {
      const migration = await getMigration(caller, path('id'), dependencies.migrations);
      return { ...toView(migration), ...(await migrationDetails(migration, dependencies)) };
    },
    'change-migration': presented(
      ({ caller, path, body }) => {
        const action = pathAction(migrationAction, path('action'), 'a migration');
        return changeMigration(caller, path('id'), action, body, dependencies);
      },
      (migration) => toView(migration),
    ),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
