import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  DeleteUserResponse,
  ListUsersRequest,
  ListUsersResponse,
} from '@aws-sdk/client-rekognition';
import type { CollectionState } from '../collections/collection-state.ts';
import type { StoredUser } from '../collections/user-directory.ts';
import { RekognitionError } from '../rekognition-error.ts';
import { writeOnce } from './idempotent-write.ts';
import { type OperationContext, required } from './operation.ts';
import { pageOf } from './pagination.ts';

/** The page of a caller that names no size, which is the largest one. AWS publishes no figure. */
const DEFAULT_PAGE_SIZE = 500;

export async function createUser(
  input: CreateUserRequest,
  context: OperationContext,
): Promise<CreateUserResponse> {
  const { collection } = await context.registry.open(required(input.CollectionId));
  const userId = required(input.UserId);
  const request = { operation: 'CreateUser', parameters: input };
  return writeOnce(collection, request, context.clock.now(), ({ users }) => {
    if (users.get(userId)) {
      throw new RekognitionError('ConflictException', `The user id: ${userId} already exists`);
    }
    if (users.size >= context.limits.usersOfCollection) {
      throw new RekognitionError(
        'ServiceQuotaExceededException',
        `The collection id: ${input.CollectionId} may hold ${context.limits.usersOfCollection} users`,
      );
    }
    return { changes: [{ event: { kind: 'user-created', userId } }], result: {} };
  });
}

/** Deletes a user. Its faces stay, without a user. */
export async function deleteUser(
  input: DeleteUserRequest,
  context: OperationContext,
): Promise<DeleteUserResponse> {
  const { collection } = await context.registry.open(required(input.CollectionId));
  const userId = required(input.UserId);
  const request = { operation: 'DeleteUser', parameters: input };
  return writeOnce(collection, request, context.clock.now(), (state) => {
    userOf(state, userId);
    return { changes: [{ event: { kind: 'user-deleted', userId } }], result: {} };
  });
}

export async function listUsers(
  input: ListUsersRequest,
  context: OperationContext,
): Promise<ListUsersResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  const { users } = collection.state;
  const { items, nextToken } = pageOf(
    users.all(),
    ['ListUsers', entry.sequence],
    input.MaxResults ?? DEFAULT_PAGE_SIZE,
    input.NextToken,
  );
  const now = context.clock.now();
  return {
    Users: items.map((user) => ({ UserId: user.userId, UserStatus: users.statusOf(user, now) })),
    NextToken: nextToken,
  };
}

/** @throws RekognitionError ResourceNotFoundException */
export function userOf({ users }: CollectionState, userId: string): StoredUser {
  const user = users.get(userId);
  if (!user) throw new RekognitionError('ResourceNotFoundException', `The user id: ${userId} does not exist`);
  return user;
}
