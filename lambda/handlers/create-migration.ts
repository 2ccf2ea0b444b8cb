import { createRekognitionCollectionInventory } from '../adapters/rekognition-collection-inventory.ts';
import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { generationsOf } from '../contract/generations.ts';
import { migrationExecution } from '../contract/migrations.ts';
import { dynamoClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { measured } from '../runtime/rekognition.ts';
import { parseGenerations, parsePolicy, readEnv } from '../runtime/settings.ts';
import { openGenerations, openMigrations } from '../runtime/stores.ts';
import { newIdentifier, systemClock } from '../runtime/system.ts';
import { toMigrationView } from '../use-cases/migration-view.ts';
import { createMigration } from '../use-cases/migrations.ts';

const env = readEnv('create-migration');
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
  {
    execute: ({ caller, body }) => createMigration(caller, body, dependencies),
    present: (migration) => toMigrationView(migration, prices_usd, systemClock()),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
