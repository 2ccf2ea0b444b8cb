import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { FaceRemoval } from '../ports/face-removal.ts';
import { deleteOwn } from './dynamo-enrolment-items.ts';
import { faceKey, imageClaimKey, mappingKey, userClaimKey } from './dynamo-keys.ts';
import { transact } from './dynamo-transaction.ts';

export interface RemovalTables {
  readonly control: string;
  readonly faceMapping: string;
}

/** Removes mapping, face record and claims in one transaction. */
export function createDynamoFaceRemoval(
  client: DynamoDBDocumentClient,
  { control, faceMapping }: RemovalTables,
): FaceRemoval {
  return {
    async remove(faces) {
      const [{ tenant, user_id, session_id, image_sha256 } = raise()] = faces;
      const removed = await transact(client, [
        ...faces.flatMap(({ collection_id, face_id }) => [
          { Delete: { TableName: faceMapping, Key: mappingKey(tenant, user_id, collection_id, face_id) } },
          { Delete: { TableName: control, Key: faceKey(tenant, face_id) } },
        ]),
        deleteOwn(control, userClaimKey(tenant, user_id), session_id),
        deleteOwn(control, imageClaimKey(tenant, image_sha256), session_id),
      ]);
      if (!removed)
        throw new Error(`a face of ${user_id} is mapped, but a claim of its enrolment is another session's`);
    },
  };
}

function raise(): never {
  throw new RangeError('there is no face to remove');
}
