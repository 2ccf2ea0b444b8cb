import { createRekognitionCollectionInventory } from '../../collections/adapters/rekognition-collection-inventory.ts';
import { generationsOf, parseGenerations } from '../../collections/contract.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { dynamoClient } from '../../platform/clients/dynamo.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { migrationExecution } from '../contract.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { toMigrationView } from '../migration-view.ts';
import { createMigration } from '../migrations.ts';
import { openMigrations } from '../wiring.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'create-migration');
const declared = parseGenerations(env.GENERATIONS);
const dependencies = {
  migrations: openMigrations(env),
  generations: openGenerations(env),
  declared: (tenant: string) => generationsOf(declared, tenant),
  inventory: createRekognitionCollectionInventory(rekognitionClient, measured),
  collectionPrefix: env.COLLECTION_PREFIX,
  workflow: createSfnWorkflow(sfnClient, env.MIGRATION_STATE_MACHINE_ARN, migrationExecution),
  clock: systemClock,
  newIdentifier,
};
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'create-migration',
  MIGRATION_FUNCTIONS['create-migration'].route,
  {
    execute: ({ caller, body }) => createMigration(caller, body, dependencies),
    present: (migration) => toMigrationView(migration, prices_usd, systemClock()),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
