import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { FaceGivingWay } from '../ports/face-giving-way.ts';
import type { RemovalTables } from './dynamo-face-removal.ts';
import { faceKey, mappingKey } from './dynamo-keys.ts';
import { transact } from './dynamo-transaction.ts';

/** Removes the mapping and the record of one face in one transaction. */
export function createDynamoFaceGivingWay(
  client: DynamoDBDocumentClient,
  { control, faceMapping }: RemovalTables,
): FaceGivingWay {
  return {
    async remove({ tenant, user_id, collection_id, face_id }) {
      await transact(client, [
        { Delete: { TableName: faceMapping, Key: mappingKey(tenant, user_id, collection_id, face_id) } },
        { Delete: { TableName: control, Key: faceKey(tenant, face_id) } },
      ]);
    },
  };
}
