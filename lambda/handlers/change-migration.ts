import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { migrationAction, migrationExecution } from '../contract/migrations.ts';
import { Problem } from '../contract/problem.ts';
import { dynamoClient } from '../runtime/clients/dynamo.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { openGenerations, openMigrations } from '../runtime/stores.ts';
import { newIdentifier } from '../runtime/system.ts';
import { toMigrationView } from '../use-cases/migration-view.ts';
import { changeMigration } from '../use-cases/migrations.ts';

const env = readEnv('change-migration');
const dependencies = {
  migrations: openMigrations(env),
  generations: openGenerations(env),
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
      return changeMigration(caller, path('id'), action.data, body.accept_missing, dependencies);
    },
    present: (migration) => toMigrationView(migration, prices_usd),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
