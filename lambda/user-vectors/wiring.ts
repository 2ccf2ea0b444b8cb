import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createRekognitionCollectionInventory } from '../collections/adapters/rekognition-collection-inventory.ts';
import { createRekognitionFaceCollections } from '../collections/adapters/rekognition-face-collections.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { emitMetric } from '../platform/metrics.ts';
import { measured } from '../platform/rekognition.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoUserVectorRequests } from './adapters/dynamo-user-vector-requests.ts';
import { createRekognitionUserCollections } from './adapters/rekognition-user-collections.ts';

/** Opens the collections of a client's region, by face and by user. */
export const openCollections = (client: RekognitionClient) => ({
  inventory: createRekognitionCollectionInventory(client, measured),
  collections: createRekognitionFaceCollections(client, measured, emitMetric),
  users: createRekognitionUserCollections(client, measured),
});

export const openUserVectorRequests = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoUserVectorRequests(documentClient, CONTROL_TABLE, systemClock);
