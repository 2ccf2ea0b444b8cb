import { createEventbridgeOperationsEvents } from '../adapters/eventbridge-operations-events.ts';
import { createRekognitionCollectionInventory } from '../adapters/rekognition-collection-inventory.ts';
import { createRekognitionFaceModelProbe } from '../adapters/rekognition-face-model-probe.ts';
import { rateUnder } from '../contract/rate-limits.ts';
import { modelProbeCollectionId, tenantOfCollection } from '../contract/tenancy.ts';
import { eventBridgeClient } from '../runtime/clients/eventbridge.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parseGenerations, parsePolicy, parseQuotas, parseTenants, readEnv } from '../runtime/settings.ts';
import { openGenerations } from '../runtime/stores.ts';
import { asTenant } from '../runtime/tenant-scope.ts';
import { watchFaceModel } from '../use-cases/watch-face-model.ts';

const env = readEnv('watch-face-model');
const listedGenerations = parseGenerations(env.GENERATIONS);
const tenants = parseTenants(env.TENANTS);
const inventory = createRekognitionCollectionInventory(rekognitionClient, measured);
const generations = openGenerations(env);
const dependencies = {
  // the probe belongs to no tenant; whatever else is looked at belongs to one
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
  indexFacesUsd: parsePolicy(env.VERIFICATION_POLICY).prices_usd.IndexFaces ?? 0,
  emit: emitMetric,
};

export const handler = (): Promise<void> => watchFaceModel(tenants, dependencies);
