import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { emitMetric } from './metrics.ts';
import { measured } from './rekognition.ts';
import { parsePolicy } from './settings.ts';
import { openGenerations, openUserVectorRequests } from './stores.ts';
import { systemClock, systemTimeout, systemWait } from './system.ts';

interface FaceSearchSettings {
  readonly CONTROL_TABLE: string;
  readonly GENERATIONS: string;
  readonly VERIFICATION_POLICY: string;
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
});
