import {
  AssociateFacesCommand,
  CreateFaceLivenessSessionCommand,
  CreateUserCommand,
  DeleteFacesCommand,
  DeleteUserCommand,
  DisassociateFacesCommand,
  GetFaceLivenessSessionResultsCommand,
  ListFacesCommand,
  ListUsersCommand,
  SearchUsersByImageCommand,
  SearchUsersCommand,
} from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { aGreyPhoto, aPhotoOfTwo, aRekognition, photo, type RekognitionUnderTest } from './a-rekognition.ts';
import { contractTest } from './known-differences.ts';

let rekognition: RekognitionUnderTest;
let id: string;
/** Faces of the collection: two of one person, one of another. */
let franck: string;
let franckLater: string;
let audrey: string;

beforeAll(async () => {
  rekognition = await aRekognition();
  id = await rekognition.collection();
  franck = await rekognition.index(id, await photo('franck'));
  franckLater = await rekognition.index(id, await photo('franckLater'));
  audrey = await rekognition.index(id, await photo('audrey'));
});
afterAll(() => rekognition?.close());

const UNKNOWN_FACE = '00000000-0000-4000-8000-000000000000';

const aUser = async (): Promise<string> => {
  const UserId = `user-${Math.random().toString(36).slice(2)}`;
  await rekognition.client.send(new CreateUserCommand({ CollectionId: id, UserId }));
  return UserId;
};
const associate = (UserId: string, FaceIds: string[], ClientRequestToken?: string) =>
  rekognition.client.send(
    new AssociateFacesCommand({ CollectionId: id, UserId, FaceIds, ClientRequestToken }),
  );
const deleteUser = (UserId: string) =>
  rekognition.client.send(new DeleteUserCommand({ CollectionId: id, UserId }));

describe('users', () => {
  contractTest('are made of faces, found by image, by face and by user, and deleted', async () => {
    const user = await aUser();
    const associated = await associate(user, [franck, franckLater]);
    expect(new Set(associated.AssociatedFaces?.map(({ FaceId }) => FaceId))).toEqual(
      new Set([franck, franckLater]),
    );
    expect(associated.UnsuccessfulFaceAssociations).toEqual([]);
    expect(['CREATING', 'UPDATING']).toContain(associated.UserStatus);
    await rekognition.userBecomesActive(id, user);

    const byImage = await rekognition.client.send(
      new SearchUsersByImageCommand({ CollectionId: id, Image: { Bytes: await photo('franckTurned') } }),
    );
    expect(byImage.UserMatches?.map(({ User }) => User)).toEqual([{ UserId: user, UserStatus: 'ACTIVE' }]);
    expect(byImage.UserMatches?.[0]?.Similarity).toBeGreaterThan(95);
    expect(byImage.SearchedFace?.FaceDetail?.BoundingBox).toBeDefined();
    const byFace = await rekognition.client.send(
      new SearchUsersCommand({ CollectionId: id, FaceId: audrey }),
    );
    expect(byFace.UserMatches).toEqual([]);
    expect(byFace.SearchedFace).toEqual({ FaceId: audrey });
    const byUser = await rekognition.client.send(new SearchUsersCommand({ CollectionId: id, UserId: user }));
    expect(byUser.UserMatches).toEqual([]);
    expect(byUser.SearchedUser).toEqual({ UserId: user });

    const { Faces } = await rekognition.client.send(new ListFacesCommand({ CollectionId: id, UserId: user }));
    expect(Faces?.map(({ UserId }) => UserId)).toEqual([user, user]);
    await deleteUser(user);
    const { Users } = await rekognition.client.send(new ListUsersCommand({ CollectionId: id }));
    expect(Users?.map(({ UserId }) => UserId)).not.toContain(user);
  });

  contractTest('say why a face can not be theirs', async () => {
    const [user, other] = [await aUser(), await aUser()];
    await associate(user, [franck]);
    await associate(other, [audrey]);
    await rekognition.userBecomesActive(id, user);
    const refused = await associate(user, [audrey, UNKNOWN_FACE]);
    expect(refused.AssociatedFaces).toEqual([]);
    expect(refused.UnsuccessfulFaceAssociations).toMatchObject([
      { FaceId: audrey, UserId: other, Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] },
      { FaceId: UNKNOWN_FACE, Reasons: ['FACE_NOT_FOUND'] },
    ]);
    await deleteUser(other);
    const mismatch = await associate(user, [audrey]);
    expect(mismatch.UnsuccessfulFaceAssociations).toMatchObject([
      { FaceId: audrey, Reasons: ['LOW_MATCH_CONFIDENCE'] },
    ]);
    expect((await associate(user, [franck])).AssociatedFaces).toEqual([]);
    await deleteUser(user);
  });

  contractTest('keep their faces from being deleted until they let go of them', async () => {
    const user = await aUser();
    await associate(user, [audrey]);
    await rekognition.userBecomesActive(id, user);
    const kept = await rekognition.client.send(
      new DeleteFacesCommand({ CollectionId: id, FaceIds: [audrey] }),
    );
    expect(kept.DeletedFaces).toEqual([]);
    expect(kept.UnsuccessfulFaceDeletions).toMatchObject([
      { FaceId: audrey, UserId: user, Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] },
    ]);
    const freed = await rekognition.client.send(
      new DisassociateFacesCommand({ CollectionId: id, UserId: user, FaceIds: [audrey, UNKNOWN_FACE] }),
    );
    expect(freed.DisassociatedFaces).toEqual([{ FaceId: audrey }]);
    expect(freed.UnsuccessfulFaceDisassociations).toMatchObject([
      { FaceId: UNKNOWN_FACE, Reasons: ['FACE_NOT_FOUND'] },
    ]);
    await deleteUser(user);
  });

  contractTest('refuses a second user of one id', async () => {
    const user = await aUser();
    const again = new CreateUserCommand({ CollectionId: id, UserId: user });
    await expect(rekognition.client.send(again)).rejects.toMatchObject({ name: 'ConflictException' });
    await deleteUser(user);
  });

  contractTest('are made once by a token, which refuses another use', async () => {
    const token = `token-${Math.random().toString(36).slice(2)}`;
    const create = (UserId: string) =>
      rekognition.client.send(new CreateUserCommand({ CollectionId: id, UserId, ClientRequestToken: token }));
    await create('by-token');
    await create('by-token');
    await expect(create('by-token-2')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
    await deleteUser('by-token');
  });

  contractTest('are searched with the largest face, and with none in a photo of nobody', async () => {
    const search = async (image: Buffer) =>
      rekognition.client.send(new SearchUsersByImageCommand({ CollectionId: id, Image: { Bytes: image } }));
    const two = await search(await aPhotoOfTwo(await photo('audrey'), await photo('franck')));
    expect(two.SearchedFace?.FaceDetail?.BoundingBox?.Left).toBeLessThan(0.5);
    expect(two.UnsearchedFaces?.map(({ Reasons }) => Reasons)).toEqual([['FACE_NOT_LARGEST']]);
    const none = await search(await aGreyPhoto(320, 240));
    expect(none.UserMatches).toEqual([]);
    expect(none.SearchedFace).toBeUndefined();
  });

  contractTest('are listed in pages', async () => {
    const users = [await aUser(), await aUser(), await aUser()];
    const first = await rekognition.client.send(new ListUsersCommand({ CollectionId: id, MaxResults: 2 }));
    expect(first.Users).toHaveLength(2);
    const rest = await rekognition.client.send(
      new ListUsersCommand({ CollectionId: id, NextToken: first.NextToken }),
    );
    const listed = [...(first.Users ?? []), ...(rest.Users ?? [])].map(({ UserId }) => UserId);
    for (const user of users) expect(listed).toContain(user);
    for (const user of users) await deleteUser(user);
  });
});

describe('a liveness session', () => {
  contractTest('begins as CREATED, and a token makes it once', async () => {
    const token = `token-${Math.random().toString(36).slice(2)}`;
    const create = () =>
      rekognition.client.send(
        new CreateFaceLivenessSessionCommand({
          ClientRequestToken: token,
          Settings: { AuditImagesLimit: 4, ChallengePreferences: [{ Type: 'FaceMovementChallenge' }] },
        }),
      );
    const [first, second] = [await create(), await create()];
    expect(second.SessionId).toBe(first.SessionId);
    const results = await rekognition.client.send(
      new GetFaceLivenessSessionResultsCommand({ SessionId: first.SessionId }),
    );
    expect(results).toMatchObject({ SessionId: first.SessionId, Status: 'CREATED' });
    expect(results.Confidence).toBeUndefined();
  });
});
