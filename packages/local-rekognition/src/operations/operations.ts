import { checkConstraints } from '../protocol/constraints.ts';
import { decodeInput } from '../protocol/decode.ts';
import { INPUT_SHAPES } from '../protocol/input-shapes.ts';
import { createCollection, deleteCollection, describeCollection, listCollections } from './collections.ts';
import { compareFaces } from './compare-faces.ts';
import { detectFaces } from './detect-faces.ts';
import { indexFaces } from './index-faces.ts';
import type { OperationContext } from './operation.ts';
import { searchFaces, searchFacesByImage } from './search-faces.ts';
import { searchUsers, searchUsersByImage } from './search-users.ts';
import { deleteFaces, listFaces } from './stored-faces.ts';
import { associateFaces, disassociateFaces } from './user-faces.ts';
import { createUser, deleteUser, listUsers } from './users.ts';

export type FaceOperation = keyof typeof INPUT_SHAPES;

const OPERATIONS = {
  AssociateFaces: associateFaces,
  CompareFaces: compareFaces,
  CreateCollection: createCollection,
  CreateUser: createUser,
  DeleteCollection: deleteCollection,
  DeleteFaces: deleteFaces,
  DeleteUser: deleteUser,
  DescribeCollection: describeCollection,
  DetectFaces: detectFaces,
  DisassociateFaces: disassociateFaces,
  IndexFaces: indexFaces,
  ListCollections: listCollections,
  ListFaces: listFaces,
  ListUsers: listUsers,
  SearchFaces: searchFaces,
  SearchFacesByImage: searchFacesByImage,
  SearchUsers: searchUsers,
  SearchUsersByImage: searchUsersByImage,
} as const satisfies Readonly<Record<FaceOperation, unknown>>;

export const FACE_OPERATIONS = Object.keys(OPERATIONS) as readonly FaceOperation[];

export function isFaceOperation(name: string): name is FaceOperation {
  return Object.hasOwn(OPERATIONS, name);
}

/** Decodes, checks and carries out a request. Throws RekognitionError for what AWS would refuse. */
export async function runFaceOperation(
  name: FaceOperation,
  body: Buffer,
  context: OperationContext,
): Promise<unknown> {
  const input = decodeInput(INPUT_SHAPES[name], body);
  checkConstraints(INPUT_SHAPES[name], input);
  // the shape has made the input what the operation's type says, which a table of operations can't express
  const run = OPERATIONS[name] as (input: unknown, context: OperationContext) => Promise<unknown>;
  return run(input, context);
}
