import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { readGenerations } from '../collections/adapters/generations-file.ts';
import { openGenerationShapes } from '../collections/wiring.ts';
import { createDynamoFaceMappingStore } from '../enrollment/adapters/dynamo-face-mapping-store.ts';
import { regionOfCollection } from '../kernel/tenancy.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../platform/clients/rekognition.ts';
import { rekognitionClientOf } from '../platform/clients/second-rekognition.ts';
import { sfnClient } from '../platform/clients/sfn.ts';
import { createSfnWorkflow } from '../platform/sfn-workflow.ts';
import { newIdentifier, systemClock } from '../platform/system.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { openRateLimiter } from '../rate-limits/wiring.ts';
import { parseSecondRegion } from '../replication/contract.ts';
import { openReplicationRequests, openSecondRateLimiter, openSecondRegion } from '../replication/wiring.ts';
import { openCollections } from '../user-vectors/wiring.ts';
import { createDynamoReconciliationStore } from './adapters/dynamo-reconciliation-store.ts';
import { reconciliationExecution } from './contract.ts';

interface ReconciliationSettings {
  readonly CONTROL_TABLE: string;
  readonly GENERATIONS_FILE: string;
  readonly COLLECTION_PREFIX: string;
  readonly RECONCILIATION_STATE_MACHINE_ARN: string;
  readonly SECOND_REGION?: string | undefined;
}

const secondRegionOf = ({ SECOND_REGION }: ReconciliationSettings): { readonly secondRegion?: string } => {
  const second = parseSecondRegion(SECOND_REGION);
  return second ? { secondRegion: second.region } : {};
};

/** Creates the dependencies for starting a reconciliation, by schedule or by request. */
export const reconciliationStart = (settings: ReconciliationSettings) => ({
  ...secondRegionOf(settings),
  reconciliations: openReconciliations(settings),
  workflow: createSfnWorkflow(sfnClient, settings.RECONCILIATION_STATE_MACHINE_ARN, reconciliationExecution),
  generations: readGenerations(settings),
  shapes: openGenerationShapes(settings),
  collectionPrefix: settings.COLLECTION_PREFIX,
  clock: systemClock,
  newIdentifier,
});

export const openReconciliations = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoReconciliationStore(documentClient, CONTROL_TABLE, systemClock);

interface RegionSettings {
  readonly CONTROL_TABLE: string;
  readonly FACE_MAPPING_TABLE: string;
  readonly RATE_LIMITS: string;
  readonly SECOND_REGION?: string | undefined;
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}

const inRegion = (client: RekognitionClient, limiter: RateLimiter) => ({
  ...openCollections(client),
  limiter,
});

/** Opens the dependencies of a visit that differ by the collection's region. */
export function openReconciledRegions(settings: RegionSettings) {
  const first = inRegion(singleAttemptRekognitionClient, openRateLimiter(settings));
  const { second: config } = openSecondRegion(settings);
  const second = config && {
    ...inRegion(rekognitionClientOf(config.region), openSecondRateLimiter(settings, config)),
    second: {
      mappings: createDynamoFaceMappingStore(documentClient, settings.FACE_MAPPING_TABLE),
      replicas: config.replicas,
      replications: openReplicationRequests(settings),
      newIdentifier,
    },
  };
  /** @throws Error for a collection in a region this deployment does not have */
  return (collectionId: string): typeof first & Partial<NonNullable<typeof second>> => {
    if (regionOfCollection(collectionId) === undefined) return first;
    if (!second) throw new Error(`${collectionId} is in a region this deployment does not have`);
    return second;
  };
}
