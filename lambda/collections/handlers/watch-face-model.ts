import { scheduledInput } from '../../kernel/scheduled-input.ts';
import { modelProbeCollectionId, tenantOfCollection } from '../../kernel/tenancy.ts';
import { eventBridgeClient } from '../../platform/clients/eventbridge.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { parseQuotas, rateUnder } from '../../rate-limits/contract.ts';
import { createEventbridgeOperationsEvents } from '../adapters/eventbridge-operations-events.ts';
import { readGenerations } from '../adapters/generations-file.ts';
import { createRekognitionCollectionInventory } from '../adapters/rekognition-collection-inventory.ts';
import { createRekognitionFaceModelProbe } from '../adapters/rekognition-face-model-probe.ts';
import { COLLECTIONS_FUNCTIONS } from '../functions.ts';
import { watchFaceModel } from '../watch-face-model.ts';
import { openGenerations } from '../wiring.ts';

const env = readEnv(COLLECTIONS_FUNCTIONS, 'watch-face-model');
const listedGenerations = readGenerations(env);
const inventory = createRekognitionCollectionInventory(rekognitionClient, measured);
const generations = openGenerations(env);
const policy = readStagePolicy(env);
const dependencies = {
  policy,
  // the probe belongs to no tenant; every other collection belongs to one
  probe: createRekognitionFaceModelProbe(
    rekognitionClient,
    measured,
    modelProbeCollectionId(env.COLLECTION_PREFIX),
  ),
  inventory: {
    describe: (id: string) => asTenant(tenantOfCollection(id), () => inventory.describe(id)),
  },
  generations: { get: (tenant: string) => asTenant(tenant, () => generations.get(tenant)) },
  events: createEventbridgeOperationsEvents(eventBridgeClient),
  listedGenerations,
  collectionPrefix: env.COLLECTION_PREFIX,
  indexFacesPerSecond: rateUnder(parseQuotas(env.RATE_LIMITS).IndexFaces),
  indexFacesUsd: policy.prices_usd.IndexFaces ?? 0,
  emit: emitMetric,
};

export const handler = (event: unknown): Promise<void> =>
  watchFaceModel(scheduledInput.parse(event).tenants, dependencies);
