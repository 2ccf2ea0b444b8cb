import {
  DescribeCollectionCommand,
  ListFacesCommand,
  type RekognitionClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-rekognition';
import { toBoundingBox } from '../../images/adapters/rekognition-face-detail.ts';
import { collectionName } from '../../kernel/tenancy.ts';
import type { MeasuredCall } from '../../platform/measured-call.ts';
import type { CollectionInventory, ListedFace } from '../ports/collection-inventory.ts';

/** Maximum faces per ListFaces call. */
const FACES_PER_PAGE = 4096;

/** Lists the contents of Rekognition collections in the client's region. */
export function createRekognitionCollectionInventory(
  client: RekognitionClient,
  measured: MeasuredCall,
): CollectionInventory {
  return {
    async listFaces(collectionId, cursor, limit = FACES_PER_PAGE) {
      const {
        Faces = [],
        FaceModelVersion = '',
        NextToken,
      } = await measured('ListFaces', () =>
        client.send(
          new ListFacesCommand({
            CollectionId: collectionName(collectionId),
            MaxResults: limit,
            ...(cursor === undefined ? {} : { NextToken: cursor }),
          }),
        ),
      );
      return {
        faces: Faces.flatMap(({ FaceId, ExternalImageId, BoundingBox, UserId }): ListedFace[] =>
          FaceId === undefined
            ? []
            : [
                {
                  faceId: FaceId,
                  ...(ExternalImageId === undefined ? {} : { imageId: ExternalImageId }),
                  boundingBox: toBoundingBox(BoundingBox),
                  ...(UserId === undefined ? {} : { userId: UserId }),
                },
              ],
        ),
        faceModelVersion: FaceModelVersion,
        ...(NextToken === undefined ? {} : { next: NextToken }),
      };
    },

    async existing(collectionId, faceIds) {
      const { Faces = [] } = await measured('ListFaces', () =>
        client.send(
          new ListFacesCommand({
            CollectionId: collectionName(collectionId),
            FaceIds: [...faceIds],
            MaxResults: FACES_PER_PAGE,
          }),
        ),
      );
      return new Set(Faces.flatMap(({ FaceId }) => FaceId ?? []));
    },

    async describe(collectionId) {
      try {
        const {
          FaceCount = 0,
          UserCount = 0,
          FaceModelVersion = '',
        } = await measured('DescribeCollection', () =>
          client.send(new DescribeCollectionCommand({ CollectionId: collectionName(collectionId) })),
        );
        return { faceCount: FaceCount, userCount: UserCount, faceModelVersion: FaceModelVersion };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
  };
}
