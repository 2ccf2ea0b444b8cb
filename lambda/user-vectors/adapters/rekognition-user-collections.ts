import {
  AssociateFacesCommand,
  ConflictException,
  CreateUserCommand,
  DeleteUserCommand,
  DisassociateFacesCommand,
  ListFacesCommand,
  ListUsersCommand,
  type RekognitionClient,
  ResourceNotFoundException,
  SearchUsersByImageCommand,
  SearchUsersCommand,
} from '@aws-sdk/client-rekognition';
import type { MeasuredCall } from '../../platform/measured-call.ts';
import { associationFailure, type LeftOutFace } from '../domain/user-vector.ts';
import type { FoundUser, ListedUser, UserCollections } from '../ports/user-collections.ts';

/** Maximum users per search. */
const MAX_FOUND_USERS = 500;

/** Maximum users per ListUsers call. */
const USERS_PER_PAGE = 500;

/** User vectors in Rekognition collections. */
export function createRekognitionUserCollections(
  client: RekognitionClient,
  measured: MeasuredCall,
): UserCollections {
  return {
    async create(collectionId, userId, token) {
      const input = { CollectionId: collectionId, UserId: userId, ClientRequestToken: token };
      await unless(ConflictException, () =>
        measured('CreateUser', () => client.send(new CreateUserCommand(input))),
      );
    },

    async delete(collectionId, userId, token) {
      const input = { CollectionId: collectionId, UserId: userId, ClientRequestToken: token };
      await unless(ResourceNotFoundException, () =>
        measured('DeleteUser', () => client.send(new DeleteUserCommand(input))),
      );
    },

    async list(collectionId, cursor) {
      const { Users = [], NextToken } = await measured('ListUsers', () =>
        client.send(
          new ListUsersCommand({
            CollectionId: collectionId,
            MaxResults: USERS_PER_PAGE,
            ...(cursor === undefined ? {} : { NextToken: cursor }),
          }),
        ),
      );
      return {
        users: Users.flatMap(({ UserId, UserStatus = 'CREATED' }): ListedUser[] =>
          UserId === undefined ? [] : [{ userId: UserId, status: UserStatus }],
        ),
        ...(NextToken === undefined ? {} : { next: NextToken }),
      };
    },

    async facesOf(collectionId, userId) {
      const faceIds: string[] = [];
      let next: string | undefined;
      do {
        const input = { CollectionId: collectionId, UserId: userId, NextToken: next };
        const page = await unless(ResourceNotFoundException, () =>
          measured('ListFaces', () => client.send(new ListFacesCommand(input))),
        );
        for (const { FaceId } of page?.Faces ?? []) if (FaceId !== undefined) faceIds.push(FaceId);
        next = page?.NextToken;
      } while (next !== undefined);
      return faceIds;
    },

    async associate(collectionId, userId, faceIds, threshold, token) {
      const { UnsuccessfulFaceAssociations = [] } = await measured('AssociateFaces', () =>
        client.send(
          new AssociateFacesCommand({
            CollectionId: collectionId,
            UserId: userId,
            FaceIds: [...faceIds],
            UserMatchThreshold: threshold,
            ClientRequestToken: token,
          }),
        ),
      );
      return UnsuccessfulFaceAssociations.map(({ FaceId = '', Reasons = [] }): LeftOutFace => {
        const reason = associationFailure.safeParse(Reasons[0]);
        if (!reason.success)
          throw new Error(`a face was not associated, for unknown reasons: ${Reasons.join(', ')}`);
        return { face_id: FaceId, reason: reason.data };
      });
    },

    async disassociate(collectionId, userId, faceIds, token) {
      const input = {
        CollectionId: collectionId,
        UserId: userId,
        FaceIds: [...faceIds],
        ClientRequestToken: token,
      };
      // a remaining face is gone or another user's: in either case it is no longer this user's
      await unless(ResourceNotFoundException, () =>
        measured('DisassociateFaces', () => client.send(new DisassociateFacesCommand(input))),
      );
    },

    async isActive(collectionId, userId, faceId) {
      // ListUsers has no filter and GetUser does not exist:
      // only a search with an own face shows a user's status
      const { UserMatches = [] } = await measured('SearchUsers', () =>
        client.send(
          new SearchUsersCommand({
            CollectionId: collectionId,
            FaceId: faceId,
            UserMatchThreshold: 0,
            MaxUsers: MAX_FOUND_USERS,
          }),
        ),
      );
      return UserMatches.some(({ User }) => User?.UserId === userId && User.UserStatus === 'ACTIVE');
    },

    async search(collectionId, image, threshold, signal) {
      const {
        UserMatches = [],
        FaceModelVersion = '',
        SearchedFace,
      } = await measured('SearchUsersByImage', () =>
        client.send(
          new SearchUsersByImageCommand({
            CollectionId: collectionId,
            Image: { Bytes: image },
            UserMatchThreshold: threshold,
            MaxUsers: MAX_FOUND_USERS,
            QualityFilter: 'NONE',
          }),
          signal ? { abortSignal: signal } : {},
        ),
      );
      if (!SearchedFace) return undefined;
      return {
        faceModelVersion: FaceModelVersion,
        users: UserMatches.flatMap(({ User, Similarity = 0 }): FoundUser[] =>
          User?.UserId === undefined ? [] : [{ userId: User.UserId, similarity: Similarity }],
        ),
      };
    },
  };
}

/** Runs a call for which one kind of error means that there is nothing to do. */
async function unless<Output>(
  refusal: abstract new (...args: never[]) => Error,
  call: () => Promise<Output>,
): Promise<Output | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof refusal) return undefined;
    throw error;
  }
}
