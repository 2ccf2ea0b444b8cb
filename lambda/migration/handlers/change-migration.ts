import { openGenerations } from '../../collections/wiring.ts';
import { openMissingImages } from '../../enrollment/wiring.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { Problem } from '../../kernel/problem.ts';
import { dynamoClient } from '../../platform/clients/dynamo.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { migrationAction, migrationExecution, parseShadowReadPolicy } from '../contract.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { toMigrationView } from '../migration-view.ts';
import { changeMigration } from '../migrations.ts';
import { openMigrations, openShadowReads } from '../wiring.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'change-migration');
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
  MIGRATION_FUNCTIONS['change-migration'].route,
  {
    execute: ({ caller, path, body }) => {
      const action = migrationAction.safeParse(path('action'));
      if (!action.success)
        throw new Problem(
          'not_found',
          `unknown action; a migration accepts ${migrationAction.options.join(', ')}`,
        );
      return changeMigration(caller, path('id'), action.data, body, dependencies);
    },
    present: (migration) => toMigrationView(migration, prices_usd, systemClock()),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
