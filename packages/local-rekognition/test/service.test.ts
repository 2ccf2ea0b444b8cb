import {
  CreateCollectionCommand,
  DetectFacesCommand,
  ListCollectionsCommand,
} from '@aws-sdk/client-rekognition';
import { afterEach, describe, expect, it } from 'vitest';
import type { RekognitionOptions } from '../src/rekognition.ts';
import { aClock } from './support/a-clock.ts';
import { aService, type RunningService } from './support/a-service.ts';
import { aFakeFaceEngine, aPortraitOf } from './support/fake-face-engine.ts';

let service: RunningService;
const start = async (options: Partial<RekognitionOptions> = {}) => {
  service = await aService(options);
};
afterEach(() => service.stop());

const post = (target: string | undefined, body: string) =>
  service.send('POST', '/', body, target === undefined ? {} : { 'x-amz-target': target });

describe('the wire protocol', () => {
  it('answers JSON 1.1 with a request id', async () => {
    await start();
    const response = await post('RekognitionService.ListCollections', '{}');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({ CollectionIds: [], FaceModelVersions: [] });
  });

  it('answers errors as Rekognition does', async () => {
    await start();
    const response = await post('RekognitionService.DescribeCollection', '{"CollectionId":"a"}');
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    expect(await response.json()).toEqual({
      __type: 'ResourceNotFoundException',
      Code: 'ResourceNotFoundException',
      Logref: expect.any(String),
      Message: 'The collection id: a does not exist',
    });
  });

  it.each([
    'RekognitionService.DetectLabels',
    'RekognitionService.toString',
    'RekognitionService.',
    'DynamoDB_20120810.ListTables',
    undefined,
  ])('refuses the target %s as an unknown operation', async (target) => {
    await start();
    const response = await post(target, '{}');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
    // what is no operation is not counted as a call either
    expect(await (await service.send('GET', '/_local/rekognition/calls')).json()).toEqual({ calls: {} });
  });

  it.each(['', '{', '[1]', 'null', '"x"', `${'['.repeat(100_000)}`])('survives the body %#', async (body) => {
    await start();
    const response = await post('RekognitionService.CreateCollection', body);
    expect(response.status).toBe(400);
    expect(['SerializationException', 'ValidationException']).toContain(
      ((await response.json()) as { __type: string }).__type,
    );
  });

  it('refuses a body larger than any honest one', async () => {
    await start();
    const response = await post('RekognitionService.DetectFaces', 'x'.repeat(17 * 1024 * 1024));
    expect(response.status).toBe(413);
  });
});

describe('a fault of our own', () => {
  it('is an InternalServerError that tells the caller nothing, and the owner all', async () => {
    const faults: Error[] = [];
    const engine = {
      ...aFakeFaceEngine(),
      analyze: async () => {
        throw new Error('secret detail');
      },
    };
    await start({ engine, onFault: (fault) => faults.push(fault) });
    const failed = service.client.send(new DetectFacesCommand({ Image: { Bytes: aPortraitOf('ada') } }));
    await expect(failed).rejects.toMatchObject({
      name: 'InternalServerError',
      message: 'Internal server error',
    });
    expect(faults.map(({ message }) => message)).toEqual(['secret detail']);
  });
});

describe('the service', () => {
  it('creates what a template declares, whatever the quota, and keeps what is there', async () => {
    await start({ clock: aClock(), quotas: { CreateCollection: 1, ListCollections: 5 } });
    for (const id of ['a', 'b', 'a', 'c']) await service.rekognition.ensureCollection(id, { stage: 'local' });
    const { CollectionIds } = await service.client.send(new ListCollectionsCommand({}));
    expect(CollectionIds).toEqual(['a', 'b', 'c']);
    await expect(service.rekognition.ensureCollection('a/b', {})).rejects.toThrow('regular expression');
  });

  it('has its collections again after a restart', async () => {
    await start();
    await service.client.send(new CreateCollectionCommand({ CollectionId: 'people' }));
    await service.stop({ keepData: true });
    await start({ dataDir: service.dataDir });
    const { CollectionIds } = await service.client.send(new ListCollectionsCommand({}));
    expect(CollectionIds).toEqual(['people']);
  });
});
