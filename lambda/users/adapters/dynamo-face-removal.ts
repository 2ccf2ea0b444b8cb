import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deleteOwn } from '../../enrollment/adapters/dynamo-enrollment-items.ts';
import { type MappingTables, mappingDeletes } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { faceKey, imageClaimKey, userClaimKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { FaceRemoval } from '../ports/face-removal.ts';

/** Removes mapping, face record and claims in one transaction. */
export function createDynamoFaceRemoval(client: DynamoDBDocumentClient, tables: MappingTables): FaceRemoval {
  const { control } = tables;
  return {
    async remove(faces) {
      const [{ tenant, user_id, session_id, image_sha256 } = raise()] = faces;
      const removed = await transact(client, [
        ...mappingDeletes(tables, faces),
        ...faces.map(({ face_id }) => ({ Delete: { TableName: control, Key: faceKey(tenant, face_id) } })),
        deleteOwn(control, userClaimKey(tenant, user_id), session_id),
        deleteOwn(control, imageClaimKey(tenant, image_sha256), session_id),
      ]);
      if (!removed)
        throw new Error(
          `a face of ${session_id} is mapped, but a claim of its user or image is another session's`,
        );
    },
  };
}

function raise(): never {
  throw new RangeError('there is no face to remove');
}
