import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
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

/** Where a search goes on that the first region does not answer; nowhere, where there is one region. */
function secondSearch(settings: FaceSearchSettings) {
  const { second } = openSecondRegion(settings);
  if (!second) return {};
  const { region, replicas } = second;
  const collections = createRekognitionFaceCollections(rekognitionClientOf(region), measured);
  return { second: { region, replicas, collections } };
}

/** What whoever searches collections for a face needs, over this client of Rekognition. */
export const faceSearch = (client: RekognitionClient, settings: FaceSearchSettings) => ({
  collections: createRekognitionFaceCollections(client, measured),
  users: createRekognitionUserCollections(client, measured),
  vectorRequests: openUserVectorRequests(settings),
  generations: openGenerations(settings),
  policy: parsePolicy(settings.VERIFICATION_POLICY),
  clock: systemClock,
  wait: systemWait,
  timeout: systemTimeout,
  emit: emitMetric,
  ...secondSearch(settings),
});
