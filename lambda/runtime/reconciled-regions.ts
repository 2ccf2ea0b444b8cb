import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { regionOfCollection } from '../contract/tenancy.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import { documentClient } from './clients/dynamo.ts';
import { singleAttemptRekognitionClient } from './clients/rekognition.ts';
import { rekognitionClientOf } from './clients/second-rekognition.ts';
import { openCollections } from './collections.ts';
import { openSecondRegion } from './replication.ts';
import { openRateLimiter, openReplicationRequests, openSecondRateLimiter } from './stores.ts';
import { newIdentifier } from './system.ts';

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

/** What a visit of a collection needs that differs by the region that the collection is in. */
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
  /** @throws Error for a collection of a region that the deployment has not */
  return (collectionId: string): typeof first & Partial<NonNullable<typeof second>> => {
    if (regionOfCollection(collectionId) === undefined) return first;
    if (!second) throw new Error(`${collectionId} is in a region that the deployment has not`);
    return second;
  };
}
