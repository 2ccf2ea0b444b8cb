import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  RekognitionClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-rekognition';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRekognitionFaceModelProbe } from '../../../lambda/collections/adapters/rekognition-face-model-probe.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const rekognition = mockedClient(RekognitionClient);
beforeEach(() => {
  rekognition.reset();
});

describe('the probe', () => {
  const probe = createRekognitionFaceModelProbe(
    new RekognitionClient({}),
    (_, call) => call(),
    'face-idv.MODEL-PROBE',
  );

  it('creates and deletes a collection, and first what an earlier one has left', async () => {
    rekognition
      .on(DeleteCollectionCommand)
      .rejectsOnce(new ResourceNotFoundException({ message: 'none', $metadata: {} }))
      .resolves({});
    rekognition.on(CreateCollectionCommand).resolves({ FaceModelVersion: '7.0' });
    expect(await probe.newestVersion()).toBe('7.0');
    expect(rekognition.calls().map(({ firstArg }) => firstArg.constructor.name)).toEqual([
      'DeleteCollectionCommand',
      'CreateCollectionCommand',
      'DeleteCollectionCommand',
    ]);
  });

  it('fails when it may not create collections', async () => {
    rekognition.on(DeleteCollectionCommand).resolves({});
    rekognition.on(CreateCollectionCommand).rejects(new Error('denied'));
    await expect(probe.newestVersion()).rejects.toThrow('denied');
  });
});
