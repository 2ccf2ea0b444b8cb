import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { createRekognitionCollectionInventory } from '../../collections/adapters/rekognition-collection-inventory.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { openMissingImages } from '../../enrollment/wiring.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { emitMetric } from '../../platform/metrics.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { migrationExecution, parseShadowReadPolicy } from '../contract.ts';
import type { MIGRATION_FUNCTIONS } from '../functions.ts';
import { openMigrations, openShadowReads } from '../wiring.ts';

/** Opens the migrations, and the generations and the workflow that they change. */
export function migrationsApiDependencies(env: EnvironmentOf<typeof MIGRATION_FUNCTIONS, 'migrations-api'>) {
  return {
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
}
