import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { createRekognitionCollectionInventory } from '../../collections/adapters/rekognition-collection-inventory.ts';
import { openGenerationRoles, openGenerationShapes } from '../../collections/wiring.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { rekognitionClientOf } from '../../platform/clients/second-rekognition.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { systemWait } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { openSecondRegion } from '../../replication/wiring.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { listCollections } from '../list-collections.ts';
import { openMigrations } from '../wiring.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'collections-api');
const { second } = openSecondRegion(env);
const inventoryOf = (client: Parameters<typeof createRekognitionCollectionInventory>[0]) =>
  createRekognitionCollectionInventory(client, measured);
const dependencies = {
  declared: readGenerations(env),
  collectionPrefix: env.COLLECTION_PREFIX,
  // roles alone: a page that shows what is there must also open if the config has a wrong shape
  roles: openGenerationRoles(env),
  shapes: openGenerationShapes(env),
  migrations: openMigrations(env),
  inventory: inventoryOf(rekognitionClient),
  wait: systemWait,
  ...(second ? { second: { ...second, inventory: inventoryOf(rekognitionClientOf(second.region)) } } : {}),
};

export const handler = apiHandler(
  MIGRATION_FUNCTIONS['collections-api'].routes,
  { 'list-collections': ({ caller, query }) => listCollections(caller, query, dependencies) },
  httpDependencies(env, openCallLimiter(env)),
);
