import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createRekognitionCollectionInventory } from '../adapters/rekognition-collection-inventory.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { measured } from './rekognition.ts';

/** Everything that can be done with the collections of a client's region. */
export const openCollections = (client: RekognitionClient) => ({
  inventory: createRekognitionCollectionInventory(client, measured),
  collections: createRekognitionFaceCollections(client, measured),
  users: createRekognitionUserCollections(client, measured),
});
