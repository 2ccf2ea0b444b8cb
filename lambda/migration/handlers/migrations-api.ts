import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { createRekognitionCollectionInventory } from '../../collections/adapters/rekognition-collection-inventory.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { openMissingImages } from '../../enrollment/wiring.ts';
import { toPage } from '../../kernel/page.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { pathAction } from '../../platform/path-action.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { migrationAction, migrationExecution, parseShadowReadPolicy } from '../contract.ts';
import type { Migration } from '../domain/migration.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { migrationDetails, toMigrationView } from '../migration-view.ts';
import { changeMigration, createMigration, getMigration } from '../migrations.ts';
import { openMigrations, openShadowReads } from '../wiring.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'migrations-api');
const dependencies = {
  migrations: openMigrations(env),
  generations: openGenerations(env),
  declared: readGenerations(env),
  missing: openMissingImages(env),
  shadowReads: openShadowReads(env),
  policy: parseShadowReadPolicy(env.SHADOW_READ_POLICY),
  inventory: createRekognitionCollectionInventory(rekognitionClient, measured),
  collectionPrefix: env.COLLECTION_PREFIX,
  workflow: createSfnWorkflow(sfnClient, env.MIGRATION_STATE_MACHINE_ARN, migrationExecution),
  prices: readStagePolicy(env).prices_usd,
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};
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
