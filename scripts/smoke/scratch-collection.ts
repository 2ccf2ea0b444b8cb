import { randomUUID } from 'node:crypto';
import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  IndexFacesCommand,
  type RekognitionClient,
  SearchFacesCommand,
} from '@aws-sdk/client-rekognition';
import type { ScratchCollection } from './measure-consistency.ts';

/** Maximum of SearchFaces. */
const MAX_FACES = 4096;
const MATCH_THRESHOLD_PERCENT = 90;

/**
 * Creates a collection for one photo, and deletes it when the work is done or has failed.
 * @param stage part of its name, `face-idv-smoke-{stage}-{random}`: no generation of a tenant is named so
 */
export async function withScratchCollection<T>(
  client: RekognitionClient,
  stage: string,
  photo: Uint8Array,
  work: (collection: ScratchCollection) => Promise<T>,
): Promise<T> {
  const CollectionId = `face-idv-smoke-${stage}-${randomUUID()}`;
  await client.send(new CreateCollectionCommand({ CollectionId, Tags: { application: 'face-idv' } }));
  try {
    return await work({
      async index(externalImageId) {
        const { FaceRecords = [] } = await client.send(
          new IndexFacesCommand({
            CollectionId,
            Image: { Bytes: photo },
            // the same image under the same name would be indexed once
            ExternalImageId: externalImageId,
            MaxFaces: 1,
            DetectionAttributes: [],
          }),
        );
        const faceId = FaceRecords[0]?.Face?.FaceId;
        if (faceId === undefined)
          throw new Error('no face was found in the photo; pass another with --selfie');
        return faceId;
      },
      async search(faceId) {
        const { FaceMatches = [] } = await client.send(
          new SearchFacesCommand({
            CollectionId,
            FaceId: faceId,
            MaxFaces: MAX_FACES,
            FaceMatchThreshold: MATCH_THRESHOLD_PERCENT,
          }),
        );
        return FaceMatches.flatMap(({ Face }) => Face?.FaceId ?? []);
      },
    });
  } finally {
    await client.send(new DeleteCollectionCommand({ CollectionId }));
  }
}
