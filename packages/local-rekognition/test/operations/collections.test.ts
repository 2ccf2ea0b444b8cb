import {
  CreateCollectionCommand,
  CreateUserCommand,
  DeleteCollectionCommand,
  DeleteFacesCommand,
  DescribeCollectionCommand,
  IndexFacesCommand,
  ListCollectionsCommand,
  ListFacesCommand,
  SearchFacesByImageCommand,
  SearchFacesCommand,
} from '@aws-sdk/client-rekognition';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aClock } from '../support/a-clock.ts';
import { aService, type RunningService } from '../support/a-service.ts';
import { aPortraitOf } from '../support/fake-face-engine.ts';
import { ACCOUNT_ID, REGION } from '../support/identity.ts';

const clock = aClock();
let service: RunningService;

beforeEach(async () => {
  service = await aService({
    clock,
    limits: { facesOfCollection: 12, usersOfCollection: 2, facesOfUser: 3 },
  });
});
afterEach(() => service.stop());

const create = (CollectionId: string) => service.client.send(new CreateCollectionCommand({ CollectionId }));
const describeCollection = (CollectionId: string) =>
  service.client.send(new DescribeCollectionCommand({ CollectionId }));
const index = async (CollectionId: string, person: string) => {
  const image = { Bytes: aPortraitOf(person) };
  const { FaceRecords } = await service.client.send(new IndexFacesCommand({ CollectionId, Image: image }));
  return FaceRecords?.[0]?.Face?.FaceId ?? '';
};
const arnOf = (id: string) => `arn:aws:rekognition:${REGION}:${ACCOUNT_ID}:collection/${id}`;

describe('collections', () => {
  it('tell what they hold', async () => {
    const created = await create('people');
    expect(created).toMatchObject({ StatusCode: 200, FaceModelVersion: '7.0' });
    expect(`arn:${created.CollectionArn}`).toBe(arnOf('people'));
    await index('people', 'ada');
    await service.client.send(new CreateUserCommand({ CollectionId: 'people', UserId: 'u' }));
    expect(await describeCollection('people')).toMatchObject({
      FaceCount: 1,
      UserCount: 1,
      FaceModelVersion: '7.0',
      CollectionARN: arnOf('people'),
      CreationTimestamp: new Date(clock.now()),
    });
  });

  it('refuses an id that is taken, whatever its letters are like', async () => {
    await create('people');
    await create('People');
    await expect(create('people')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });

  it('are gone with all they held once deleted', async () => {
    await create('people');
    await index('people', 'ada');
    const deleted = await service.client.send(new DeleteCollectionCommand({ CollectionId: 'people' }));
    expect(deleted.StatusCode).toBe(200);
    await expect(describeCollection('people')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await create('people');
    expect((await describeCollection('people')).FaceCount).toBe(0);
  });

  it('are listed in pages that deletions do not disturb', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await create(id);
    const first = await service.client.send(new ListCollectionsCommand({ MaxResults: 2 }));
    expect(first.CollectionIds).toEqual(['a', 'b']);
    await service.client.send(new DeleteCollectionCommand({ CollectionId: 'b' }));
    const rest = await service.client.send(new ListCollectionsCommand({ NextToken: first.NextToken }));
    expect(rest.CollectionIds).toEqual(['c', 'd', 'e']);
    expect(rest.NextToken).toBeUndefined();
  });

  it('are pinned to the version of their creation, and vectors of two versions never meet', async () => {
    await create('new');
    await service.send(
      'PUT',
      '/_local/rekognition/face-model-version',
      JSON.stringify({ face_model_version: '6.0' }),
    );
    expect((await create('old')).FaceModelVersion).toBe('6.0');
    await index('old', 'ada');
    await index('new', 'ada');
    for (const [id, version] of [
      ['old', '6.0'],
      ['new', '7.0'],
    ] as const) {
      const image = { Bytes: aPortraitOf('ada') };
      const found = await service.client.send(
        new SearchFacesByImageCommand({ CollectionId: id, Image: image }),
      );
      expect(found.FaceModelVersion).toBe(version);
      expect(found.FaceMatches?.[0]?.Face?.IndexFacesModelVersion).toBe(version);
    }
    const listed = await service.client.send(new ListCollectionsCommand({}));
    expect(listed.FaceModelVersions).toEqual(['7.0', '6.0']);
  });

  it('refuses faces above the quota of a collection', async () => {
    await create('people');
    for (let number = 0; number < 12; number += 1) await index('people', `p${number}`);
    await expect(index('people', 'one more')).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
    });
    expect((await describeCollection('people')).FaceCount).toBe(12);
  });
});

describe('faces of a collection', () => {
  beforeEach(() => create('people'));
  const list = (input: Partial<ListFacesCommand['input']> = {}) =>
    service.client.send(new ListFacesCommand({ CollectionId: 'people', ...input }));

  it('are listed in pages, in the order in which they came', async () => {
    const ids = [];
    for (const person of ['a', 'b', 'c', 'd', 'e']) ids.push(await index('people', person));
    const listed: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = await list({ MaxResults: 2, ...(token ? { NextToken: token } : {}) });
      expect(page.Faces?.length).toBeLessThanOrEqual(2);
      listed.push(...(page.Faces ?? []).map(({ FaceId }) => FaceId));
      token = page.NextToken;
    } while (token);
    expect(listed).toEqual(ids);
  });

  it('are listed by face id and by user', async () => {
    const [a, b] = [await index('people', 'a'), await index('people', 'b')];
    const listed = await list({ FaceIds: [b, '00000000-0000-0000-0000-000000000000', a, b] });
    expect(listed.Faces?.map(({ FaceId }) => FaceId)).toEqual([a, b]);
    expect((await list({ UserId: 'nobody' })).Faces).toEqual([]);
  });

  it('refuses a token of another list', async () => {
    for (const person of ['a', 'b', 'c']) await index('people', person);
    await create('others');
    const { NextToken } = await list({ MaxResults: 1 });
    const misused: readonly Partial<ListFacesCommand['input']>[] = [
      { NextToken, CollectionId: 'others' },
      { NextToken, UserId: 'u' },
      { NextToken: `${NextToken}=` },
      { NextToken: 'x' },
      { NextToken: '' },
    ];
    for (const input of misused) {
      await expect(list(input)).rejects.toMatchObject({ name: 'InvalidPaginationTokenException' });
    }
    await expect(service.client.send(new ListCollectionsCommand({ NextToken }))).rejects.toMatchObject({
      name: 'InvalidPaginationTokenException',
    });
  });

  it('are found by another face, not by themselves, as many as asked for, above the threshold', async () => {
    const ada = await index('people', 'ada');
    for (const person of ['ada~5', 'ada~10', 'ada~15', 'grace']) await index('people', person);
    const search = (input: Partial<SearchFacesCommand['input']> = {}) =>
      service.client.send(new SearchFacesCommand({ CollectionId: 'people', FaceId: ada, ...input }));
    const found = await search();
    expect(found.SearchedFaceId).toBe(ada);
    expect(found.FaceMatches).toHaveLength(3);
    const similarities = (found.FaceMatches ?? []).map(({ Similarity }) => Similarity ?? 0);
    expect(similarities).toEqual([...similarities].sort((x, y) => y - x));
    expect((await search({ MaxFaces: 2 })).FaceMatches).toHaveLength(2);
    expect((await search({ FaceMatchThreshold: 0 })).FaceMatches).toHaveLength(4);
    expect((await search({ FaceMatchThreshold: 100 })).FaceMatches).toHaveLength(0);
  });

  it('refuses a search with a face that is not there', async () => {
    const command = new SearchFacesCommand({
      CollectionId: 'people',
      FaceId: '00000000-0000-0000-0000-000000000000',
    });
    await expect(service.client.send(command)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'faceId was not found in the collection',
    });
  });

  it('are found no more once deleted, and a deletion says what was not there', async () => {
    const ada = await index('people', 'ada');
    const unknown = '00000000-0000-0000-0000-000000000000';
    const deleted = await service.client.send(
      new DeleteFacesCommand({ CollectionId: 'people', FaceIds: [ada, unknown, ada] }),
    );
    expect(deleted.DeletedFaces).toEqual([ada]);
    expect(deleted.UnsuccessfulFaceDeletions).toEqual([{ FaceId: unknown, Reasons: ['FACE_NOT_FOUND'] }]);
    const image = { Bytes: aPortraitOf('ada') };
    const found = await service.client.send(
      new SearchFacesByImageCommand({ CollectionId: 'people', Image: image, FaceMatchThreshold: 0 }),
    );
    expect(found.FaceMatches).toEqual([]);
  });
});
