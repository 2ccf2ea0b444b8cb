import {
  AssociateFacesCommand,
  CreateCollectionCommand,
  CreateUserCommand,
  DeleteFacesCommand,
  DeleteUserCommand,
  DisassociateFacesCommand,
  IndexFacesCommand,
  ListFacesCommand,
  ListUsersCommand,
  SearchUsersByImageCommand,
  SearchUsersCommand,
} from '@aws-sdk/client-rekognition';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aClock } from '../support/a-clock.ts';
import { aService, type RunningService } from '../support/a-service.ts';
import { aPortraitOf } from '../support/fake-face-engine.ts';

const CollectionId = 'people';
const UNKNOWN_FACE = '00000000-0000-0000-0000-000000000000';
const clock = aClock();
let service: RunningService;

beforeEach(async () => {
  service = await aService({
    clock,
    limits: { facesOfCollection: 100, usersOfCollection: 3, facesOfUser: 3 },
  });
  await service.client.send(new CreateCollectionCommand({ CollectionId }));
});
afterEach(() => service.stop());

const index = async (person: string) => {
  const image = { Bytes: aPortraitOf(person) };
  const { FaceRecords } = await service.client.send(new IndexFacesCommand({ CollectionId, Image: image }));
  return FaceRecords?.[0]?.Face?.FaceId ?? '';
};
const createUser = (UserId: string, ClientRequestToken?: string) =>
  service.client.send(new CreateUserCommand({ CollectionId, UserId, ClientRequestToken }));
const associate = (UserId: string, FaceIds: string[], input: Partial<AssociateFacesCommand['input']> = {}) =>
  service.client.send(new AssociateFacesCommand({ CollectionId, UserId, FaceIds, ...input }));
const disassociate = (UserId: string, FaceIds: string[]) =>
  service.client.send(new DisassociateFacesCommand({ CollectionId, UserId, FaceIds }));
const statusOf = async (userId: string) => {
  const { Users } = await service.client.send(new ListUsersCommand({ CollectionId }));
  return Users?.find(({ UserId }) => UserId === userId)?.UserStatus;
};
const searchByImage = async (person: string) => {
  const image = { Bytes: aPortraitOf(person) };
  const found = await service.client.send(new SearchUsersByImageCommand({ CollectionId, Image: image }));
  return found.UserMatches?.map(({ User }) => User?.UserId);
};

describe('users', () => {
  it('become searchable some time after faces were associated', async () => {
    await createUser('ada');
    expect(await statusOf('ada')).toBe('CREATED');
    const associated = await associate('ada', [await index('ada'), await index('ada~10')]);
    expect(associated.UserStatus).toBe('CREATING');
    expect(associated.AssociatedFaces).toHaveLength(2);
    expect(await searchByImage('ada')).toEqual([]);
    clock.advance(1000);
    expect(await statusOf('ada')).toBe('ACTIVE');
    expect(await searchByImage('ada')).toEqual(['ada']);
  });

  it('are found by their old vector while a new one is building', async () => {
    await createUser('ada');
    await associate('ada', [await index('ada')]);
    clock.advance(1000);
    const changed = await associate('ada', [await index('ada~10')]);
    expect(changed.UserStatus).toBe('UPDATING');
    expect(await searchByImage('ada')).toEqual(['ada']);
    clock.advance(1000);
    expect(await statusOf('ada')).toBe('ACTIVE');
  });

  it('lose their vector with their last face', async () => {
    await createUser('ada');
    const face = await index('ada');
    await associate('ada', [face]);
    clock.advance(1000);
    expect((await disassociate('ada', [face])).UserStatus).toBe('UPDATING');
    clock.advance(1000);
    expect(await statusOf('ada')).toBe('CREATED');
    expect(await searchByImage('ada')).toEqual([]);
  });

  it('find each other by user and by face, a user not itself', async () => {
    const face = await index('ada');
    for (const [user, person] of [
      ['ada', 'ada'],
      ['twin', 'ada~5'],
      ['grace', 'grace'],
    ] as const) {
      await createUser(user);
      await associate(user, [user === 'ada' ? face : await index(person)]);
    }
    clock.advance(1000);
    const byUser = await service.client.send(new SearchUsersCommand({ CollectionId, UserId: 'ada' }));
    expect(byUser.UserMatches?.map(({ User }) => User?.UserId)).toEqual(['twin']);
    expect(byUser.SearchedUser).toEqual({ UserId: 'ada' });
    const byFace = await service.client.send(new SearchUsersCommand({ CollectionId, FaceId: face }));
    expect(byFace.UserMatches?.map(({ User }) => User?.UserId)).toEqual(['ada', 'twin']);
    expect(byFace.SearchedFace).toEqual({ FaceId: face });
    const all = new SearchUsersCommand({ CollectionId, FaceId: face, UserMatchThreshold: 0, MaxUsers: 1 });
    expect((await service.client.send(all)).UserMatches).toHaveLength(1);
  });

  it('refuses a search with both, with neither, with an unknown face or user', async () => {
    const search = (input: Partial<SearchUsersCommand['input']>) =>
      service.client.send(new SearchUsersCommand({ CollectionId, ...input }));
    const refused: readonly (readonly [Partial<SearchUsersCommand['input']>, string])[] = [
      [{}, 'InvalidParameterException'],
      [{ UserId: 'ada', FaceId: UNKNOWN_FACE }, 'InvalidParameterException'],
      [{ FaceId: UNKNOWN_FACE }, 'InvalidParameterException'],
      [{ UserId: 'nobody' }, 'ResourceNotFoundException'],
    ];
    for (const [input, name] of refused) await expect(search(input)).rejects.toMatchObject({ name });
  });

  it('finds nothing with a user that has no vector', async () => {
    await createUser('ada');
    const found = await service.client.send(new SearchUsersCommand({ CollectionId, UserId: 'ada' }));
    expect(found.UserMatches).toEqual([]);
  });

  it('refuses an id that is taken, and more users than the quota', async () => {
    await createUser('a');
    await expect(createUser('a')).rejects.toMatchObject({ name: 'ConflictException' });
    await createUser('b');
    await createUser('c');
    await expect(createUser('d')).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
  });

  it('are listed in pages', async () => {
    for (const id of ['a', 'b', 'c']) await createUser(id);
    const first = await service.client.send(new ListUsersCommand({ CollectionId, MaxResults: 2 }));
    expect(first.Users?.map(({ UserId }) => UserId)).toEqual(['a', 'b']);
    const next = new ListUsersCommand({ CollectionId, NextToken: first.NextToken });
    expect((await service.client.send(next)).Users?.map(({ UserId }) => UserId)).toEqual(['c']);
  });

  it('leave their faces behind when they are deleted', async () => {
    await createUser('ada');
    const face = await index('ada');
    await associate('ada', [face]);
    await service.client.send(new DeleteUserCommand({ CollectionId, UserId: 'ada' }));
    expect(await statusOf('ada')).toBeUndefined();
    const { Faces } = await service.client.send(new ListFacesCommand({ CollectionId }));
    expect(Faces).toMatchObject([{ FaceId: face }]);
    expect(Faces?.[0]?.UserId).toBeUndefined();
    await expect(
      service.client.send(new DeleteUserCommand({ CollectionId, UserId: 'ada' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('faces of users', () => {
  it('tell why they could not be associated, and the others are', async () => {
    await createUser('ada');
    await createUser('grace');
    const [ada, again, taken, stranger] = [
      await index('ada'),
      await index('ada~10'),
      await index('grace'),
      await index('joan'),
    ];
    await associate('ada', [ada]);
    await associate('grace', [taken]);
    const associated = await associate('ada', [ada, again, taken, stranger, UNKNOWN_FACE]);
    expect(associated.AssociatedFaces).toEqual([{ FaceId: again }]);
    expect(associated.UnsuccessfulFaceAssociations).toEqual([
      { FaceId: taken, UserId: 'grace', Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] },
      { FaceId: stranger, Confidence: expect.any(Number), Reasons: ['LOW_MATCH_CONFIDENCE'] },
      { FaceId: UNKNOWN_FACE, Reasons: ['FACE_NOT_FOUND'] },
    ]);
    const listed = await service.client.send(new ListFacesCommand({ CollectionId, UserId: 'ada' }));
    expect(listed.Faces?.map(({ FaceId }) => FaceId)).toEqual([ada, again]);
  });

  it('need not match while the user has none', async () => {
    await createUser('ada');
    const associated = await associate('ada', [await index('ada'), await index('grace')]);
    expect(associated.AssociatedFaces).toHaveLength(2);
  });

  it('are held to the threshold that the caller names', async () => {
    await createUser('ada');
    await associate('ada', [await index('ada')]);
    const face = await index('ada~20');
    const strict = await associate('ada', [face], { UserMatchThreshold: 99.9 });
    expect(strict.UnsuccessfulFaceAssociations?.[0]?.Reasons).toEqual(['LOW_MATCH_CONFIDENCE']);
    expect((await associate('ada', [face])).AssociatedFaces).toHaveLength(1);
  });

  it('refuses more faces than a user may have, all of them', async () => {
    await createUser('ada');
    const faces = [await index('ada'), await index('ada~1'), await index('ada~2'), await index('ada~3')];
    await associate('ada', faces.slice(0, 2));
    await expect(associate('ada', faces.slice(2))).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
    });
    expect((await associate('ada', faces.slice(2, 3))).AssociatedFaces).toHaveLength(1);
  });

  it('tell why they could not be disassociated', async () => {
    await createUser('ada');
    await createUser('grace');
    const [own, free, taken] = [await index('ada'), await index('joan'), await index('grace')];
    await associate('ada', [own]);
    await associate('grace', [taken]);
    const result = await disassociate('ada', [own, free, taken, UNKNOWN_FACE]);
    expect(result.DisassociatedFaces).toEqual([{ FaceId: own }]);
    expect(result.UnsuccessfulFaceDisassociations).toEqual([
      { FaceId: taken, UserId: 'grace', Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] },
      { FaceId: UNKNOWN_FACE, Reasons: ['FACE_NOT_FOUND'] },
    ]);
  });

  it('cannot be deleted before they are disassociated', async () => {
    await createUser('ada');
    const face = await index('ada');
    await associate('ada', [face]);
    const remove = () => service.client.send(new DeleteFacesCommand({ CollectionId, FaceIds: [face] }));
    expect((await remove()).UnsuccessfulFaceDeletions).toEqual([
      { FaceId: face, UserId: 'ada', Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] },
    ]);
    await disassociate('ada', [face]);
    expect((await remove()).DeletedFaces).toEqual([face]);
  });

  it('refuses a user that is not there', async () => {
    const face = await index('ada');
    await expect(associate('nobody', [face])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(disassociate('nobody', [face])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a ClientRequestToken', () => {
  it('gives the first answer again to the same request', async () => {
    await createUser('ada', 'token-1');
    await createUser('ada', 'token-1');
    const face = await index('ada');
    const first = await associate('ada', [face], { ClientRequestToken: 'token-1' });
    const second = await associate('ada', [face], { ClientRequestToken: 'token-1' });
    expect(second.AssociatedFaces).toEqual(first.AssociatedFaces);
    expect(second.UserStatus).toBe(first.UserStatus);
  });

  it('refuses another request under the same token', async () => {
    await createUser('ada', 'token-1');
    await expect(createUser('grace', 'token-1')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('is still known after a restart', async () => {
    await createUser('ada', 'token-1');
    await service.stop({ keepData: true });
    service = await aService({ clock, dataDir: service.dataDir });
    await createUser('ada', 'token-1');
    await expect(createUser('ada', 'token-2')).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('protects nothing of a request that was refused', async () => {
    await expect(associate('ada', [UNKNOWN_FACE], { ClientRequestToken: 't' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await createUser('ada');
    const result = await associate('ada', [UNKNOWN_FACE], { ClientRequestToken: 't' });
    expect(result.UnsuccessfulFaceAssociations).toHaveLength(1);
  });
});
