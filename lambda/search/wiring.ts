import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createRekognitionFaceCollections } from '../collections/adapters/rekognition-face-collections.ts';
import { openGenerations } from '../collections/wiring.ts';
import { singleAttemptRekognitionClient } from '../platform/clients/rekognition.ts';
import { rekognitionClientOf } from '../platform/clients/second-rekognition.ts';
import { emitMetric } from '../platform/metrics.ts';
import { measured } from '../platform/rekognition.ts';
import { systemClock, systemTimeout, systemWait } from '../platform/system.ts';
import { openSecondRegion } from '../replication/wiring.ts';
import { createRekognitionUserCollections } from '../user-vectors/adapters/rekognition-user-collections.ts';
import { openUserVectorRequests } from '../user-vectors/wiring.ts';

interface FaceSearchSettings {
  readonly CONTROL_TABLE: string;
  readonly GENERATIONS_FILE: string;
  readonly SECOND_REGION?: string | undefined;
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}

/** Opens the collections of both regions; with a second region, calls to the first make one attempt. */
function searchedCollections(client: RekognitionClient, settings: FaceSearchSettings) {
  const { second } = openSecondRegion(settings);
  const first = second ? singleAttemptRekognitionClient : client;
  const inFirst = {
    collections: createRekognitionFaceCollections(first, measured, emitMetric),
    users: createRekognitionUserCollections(first, measured),
  };
  if (!second) return inFirst;
  const { region, replicas } = second;
  const collections = createRekognitionFaceCollections(rekognitionClientOf(region), measured, emitMetric);
  return { ...inFirst, second: { region, replicas, collections } };
}

/** Creates the dependencies of a face search over this Rekognition client, but for the policy. */
export const faceSearch = (client: RekognitionClient, settings: FaceSearchSettings) => ({
  ...searchedCollections(client, settings),
  vectorRequests: openUserVectorRequests(settings),
  generations: openGenerations(settings),
  clock: systemClock,
  wait: systemWait,
  timeout: systemTimeout,
  emit: emitMetric,
});
