import {
  AssociateFacesCommand,
  ConflictException,
  CreateUserCommand,
  DeleteUserCommand,
  DisassociateFacesCommand,
  ListFacesCommand,
  ListUsersCommand,
  RekognitionClient,
  ResourceNotFoundException,
  SearchUsersByImageCommand,
  SearchUsersCommand,
  ThrottlingException,
  type UnsuccessfulFaceAssociationReason,
} from '@aws-sdk/client-rekognition';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRekognitionUserCollections } from '../../../lambda/user-vectors/adapters/rekognition-user-collections.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const rekognition = mockedClient(RekognitionClient);
const users = createRekognitionUserCollections(new RekognitionClient({ region: 'eu-west-1' }), (_, call) =>
  call(),
);
const refusal = { $metadata: {}, message: 'no' };
const image = new Uint8Array([1]);
beforeEach(() => rekognition.reset());

describe('users of a collection', () => {
  it('are created and deleted under a token, and it does no harm that it is done already', async () => {
    rekognition.on(CreateUserCommand).rejects(new ConflictException(refusal));
    rekognition.on(DeleteUserCommand).rejects(new ResourceNotFoundException(refusal));
    await users.create('c', 'u', 't1');
    await users.delete('c', 'u', 't2');
    const inputs = rekognition.calls().map(({ args }) => args[0].input);
    expect(inputs).toEqual([
      { CollectionId: 'c', UserId: 'u', ClientRequestToken: 't1' },
      { CollectionId: 'c', UserId: 'u', ClientRequestToken: 't2' },
    ]);
  });

  it('fail to be created or deleted by any other error', async () => {
    rekognition.on(CreateUserCommand).rejects(new ThrottlingException(refusal));
    rekognition.on(DeleteUserCommand).rejects(new ConflictException(refusal));
    await expect(users.create('c', 'u', 't')).rejects.toThrow(ThrottlingException);
    await expect(users.delete('c', 'u', 't')).rejects.toThrow(ConflictException);
  });

  it('are listed page by page, each with its status', async () => {
    rekognition
      .on(ListUsersCommand)
      .resolvesOnce({ Users: [{ UserId: 'u1', UserStatus: 'ACTIVE' }], NextToken: 'n' })
      .resolvesOnce({ Users: [{ UserId: 'u2', UserStatus: 'CREATED' }] });
    expect(await users.list('c')).toEqual({ users: [{ userId: 'u1', status: 'ACTIVE' }], next: 'n' });
    expect(await users.list('c', 'n')).toEqual({ users: [{ userId: 'u2', status: 'CREATED' }] });
    expect(rekognition.commandCalls(ListUsersCommand)[1]?.args[0].input).toMatchObject({ NextToken: 'n' });
  });

  it('list their faces page by page, and none where there is no such user', async () => {
    rekognition
      .on(ListFacesCommand)
      .resolvesOnce({ Faces: [{ FaceId: 'f1' }], NextToken: 'n' })
      .resolvesOnce({ Faces: [{ FaceId: 'f2' }] })
      .rejects(new ResourceNotFoundException(refusal));
    expect(await users.facesOf('c', 'u')).toEqual(['f1', 'f2']);
    expect(rekognition.commandCalls(ListFacesCommand)[1]?.args[0].input).toMatchObject({
      UserId: 'u',
      NextToken: 'n',
    });
    expect(await users.facesOf('c', 'nobody')).toEqual([]);
  });
});

describe('associating faces', () => {
  it.each(['FACE_NOT_FOUND', 'ASSOCIATED_TO_A_DIFFERENT_USER', 'LOW_MATCH_CONFIDENCE'] as const)(
    'reports a face that fails with %s',
    async (reason) => {
      rekognition.on(AssociateFacesCommand).resolves({
        AssociatedFaces: [{ FaceId: 'f1' }],
        UnsuccessfulFaceAssociations: [{ FaceId: 'f2', Reasons: [reason] }],
        UserStatus: 'UPDATING',
      });
      expect(await users.associate('c', 'u', ['f1', 'f2'], 95, 't')).toEqual([{ face_id: 'f2', reason }]);
      expect(rekognition.commandCalls(AssociateFacesCommand)[0]?.args[0].input).toEqual({
        CollectionId: 'c',
        UserId: 'u',
        FaceIds: ['f1', 'f2'],
        UserMatchThreshold: 95,
        ClientRequestToken: 't',
      });
    },
  );

  it('fails for a reason that nobody knows', async () => {
    const reason = 'NEW_REASON' as UnsuccessfulFaceAssociationReason;
    rekognition
      .on(AssociateFacesCommand)
      .resolves({ UnsuccessfulFaceAssociations: [{ FaceId: 'f', Reasons: [reason] }] });
    await expect(users.associate('c', 'u', ['f'], 95, 't')).rejects.toThrow('NEW_REASON');
  });

  it('takes faces away, also where there is no such user any more', async () => {
    rekognition
      .on(DisassociateFacesCommand)
      .resolvesOnce({ UnsuccessfulFaceDisassociations: [{ FaceId: 'f', Reasons: ['FACE_NOT_FOUND'] }] })
      .rejectsOnce(new ResourceNotFoundException(refusal))
      .rejects(new ConflictException(refusal));
    await users.disassociate('c', 'u', ['f'], 't');
    await users.disassociate('c', 'u', ['f'], 't');
    await expect(users.disassociate('c', 'u', ['f'], 't')).rejects.toThrow(ConflictException);
  });
});

describe('searching for users', () => {
  it('asks with the threshold and the signal, and names who was found', async () => {
    rekognition.on(SearchUsersByImageCommand).resolves({
      UserMatches: [{ Similarity: 98, User: { UserId: 'u', UserStatus: 'ACTIVE' } }],
      FaceModelVersion: '7.0',
      SearchedFace: {},
    });
    expect(await users.search('c', image, 95, new AbortController().signal)).toEqual({
      faceModelVersion: '7.0',
      users: [{ userId: 'u', similarity: 98 }],
    });
    expect(rekognition.commandCalls(SearchUsersByImageCommand)[0]?.args[0].input).toMatchObject({
      CollectionId: 'c',
      UserMatchThreshold: 95,
      QualityFilter: 'NONE',
    });
  });

  it('sees no face where the answer names none', async () => {
    rekognition.on(SearchUsersByImageCommand).resolves({ UserMatches: [], FaceModelVersion: '7.0' });
    expect(await users.search('c', image, 95)).toBeUndefined();
  });

  it.each(['CREATED', 'CREATING', 'UPDATING'] as const)(
    'does not take a user who is %s for one that is ready',
    async (UserStatus) => {
      rekognition.on(SearchUsersCommand).resolves({ UserMatches: [{ User: { UserId: 'u', UserStatus } }] });
      expect(await users.isActive('c', 'u', 'f')).toBe(false);
    },
  );

  it('knows that a user is ready when its own face finds it so', async () => {
    rekognition.on(SearchUsersCommand).resolves({
      UserMatches: [
        { User: { UserId: 'x', UserStatus: 'UPDATING' } },
        { User: { UserId: 'u', UserStatus: 'ACTIVE' } },
      ],
    });
    expect(await users.isActive('c', 'u', 'f')).toBe(true);
    expect(await users.isActive('c', 'another', 'f')).toBe(false);
  });
});
