import {
  DescribeCollectionCommand,
  ListFacesCommand,
  RekognitionClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-rekognition';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRekognitionCollectionInventory } from '../../../lambda/collections/adapters/rekognition-collection-inventory.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const rekognition = mockedClient(RekognitionClient);
const inventory = createRekognitionCollectionInventory(new RekognitionClient({}), (_, call) => call());
const missing = new ResourceNotFoundException({ message: 'no such collection', $metadata: {} });

beforeEach(() => rekognition.reset());

describe('collection inventory', () => {
  it('lists a page of faces and where the next one begins', async () => {
    rekognition.on(ListFacesCommand).resolves({
      Faces: [
        {
          FaceId: 'f1',
          ExternalImageId: 'img_1',
          UserId: 'u1',
          BoundingBox: { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 },
        },
        { FaceId: 'f2' },
      ],
      FaceModelVersion: '7.0',
      NextToken: 'more',
    });
    expect(await inventory.listFaces('c1', 'here')).toEqual({
      faces: [
        {
          faceId: 'f1',
          imageId: 'img_1',
          userId: 'u1',
          boundingBox: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 },
        },
        { faceId: 'f2', boundingBox: { left: 0, top: 0, width: 0, height: 0 } },
      ],
      faceModelVersion: '7.0',
      next: 'more',
    });
    expect(rekognition.commandCalls(ListFacesCommand)[0]?.args[0].input).toEqual({
      CollectionId: 'c1',
      MaxResults: 4096,
      NextToken: 'here',
    });
  });

  it('reports which of some faces are there', async () => {
    rekognition.on(ListFacesCommand).resolves({ Faces: [{ FaceId: 'f2' }] });
    expect(await inventory.existing('c1', ['f1', 'f2'])).toEqual(new Set(['f2']));
    expect(rekognition.commandCalls(ListFacesCommand)[0]?.args[0].input.FaceIds).toEqual(['f1', 'f2']);
  });

  it('describes a collection, and none', async () => {
    rekognition.on(DescribeCollectionCommand).resolvesOnce({
      FaceCount: 3,
      UserCount: 2,
      FaceModelVersion: '7.0',
    });
    expect(await inventory.describe('c1')).toEqual({ faceCount: 3, userCount: 2, faceModelVersion: '7.0' });
    rekognition.on(DescribeCollectionCommand).rejects(missing);
    expect(await inventory.describe('c1')).toBeUndefined();
  });

  it('fails when the collection that is listed is gone', async () => {
    rekognition.on(ListFacesCommand).rejects(missing);
    await expect(inventory.listFaces('c1')).rejects.toThrow('no such collection');
  });
});
