import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { singleAttemptRekognitionClient } from './clients/rekognition.ts';
import { rekognitionClientOf } from './clients/second-rekognition.ts';
import { emitMetric } from './metrics.ts';
import { measured } from './rekognition.ts';
import { openSecondRegion } from './replication.ts';
import { parsePolicy } from './settings.ts';
import { openGenerations, openUserVectorRequests } from './stores.ts';
import { systemClock, systemTimeout, systemWait } from './system.ts';

interface FaceSearchSettings {
  readonly CONTROL_TABLE: string;
  readonly GENERATIONS: string;
  readonly VERIFICATION_POLICY: string;
  readonly SECOND_REGION?: string | undefined;
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}

/** The two regions' collections; a first one that is followed by a second gives up at its first refusal. */
function searchedCollections(client: RekognitionClient, settings: FaceSearchSettings) {
  const { second } = openSecondRegion(settings);
  const first = second ? singleAttemptRekognitionClient : client;
  const inFirst = {
    collections: createRekognitionFaceCollections(first, measured),
    users: createRekognitionUserCollections(first, measured),
  };
  if (!second) return inFirst;
  const { region, replicas } = second;
  const collections = createRekognitionFaceCollections(rekognitionClientOf(region), measured);
  return { ...inFirst, second: { region, replicas, collections } };
}

/** What whoever searches collections for a face needs, over this client of Rekognition. */
export const faceSearch = (client: RekognitionClient, settings: FaceSearchSettings) => ({
  ...searchedCollections(client, settings),
  vectorRequests: openUserVectorRequests(settings),
  generations: openGenerations(settings),
  policy: parsePolicy(settings.VERIFICATION_POLICY),
  clock: systemClock,
  wait: systemWait,
  timeout: systemTimeout,
  emit: emitMetric,
});
