import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { migrationAction, migrationExecution } from '../contract/migrations.ts';
import { Problem } from '../contract/problem.ts';
import { dynamoClient } from '../runtime/clients/dynamo.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { parsePolicy, parseShadowReadPolicy, readEnv } from '../runtime/settings.ts';
import { openGenerations, openMigrations, openMissingImages, openShadowReads } from '../runtime/stores.ts';
import { newIdentifier, systemClock } from '../runtime/system.ts';
import { toMigrationView } from '../use-cases/migration-view.ts';
import { changeMigration } from '../use-cases/migrations.ts';

const env = readEnv('change-migration');
const dependencies = {
  migrations: openMigrations(env),
  generations: openGenerations(env),
  missing: openMissingImages(env),
  shadowReads: openShadowReads(env),
  policy: parseShadowReadPolicy(env.SHADOW_READ_POLICY),
  clock: systemClock,
  workflow: createSfnWorkflow(sfnClient, env.MIGRATION_STATE_MACHINE_ARN, migrationExecution),
  newIdentifier,
};
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'change-migration',
  {
    execute: ({ caller, path, body }) => {
      const action = migrationAction.safeParse(path('action'));
      if (!action.success)
        throw new Problem('not_found', `a migration is changed by ${migrationAction.options.join(', ')}`);
      return changeMigration(caller, path('id'), action.data, body, dependencies);
    },
    present: (migration) => toMigrationView(migration, prices_usd, systemClock()),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
