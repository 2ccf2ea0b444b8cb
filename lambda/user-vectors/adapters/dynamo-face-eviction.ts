import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type MappingTables, mappingDeletes } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { faceKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { FaceEviction } from '../ports/face-eviction.ts';

/** Removes the mapping and the record of one face in one transaction. */
export function createDynamoFaceEviction(
  client: DynamoDBDocumentClient,
  tables: MappingTables,
): FaceEviction {
  return {
    async remove(mapping) {
      await transact(client, [
        ...mappingDeletes(tables, [mapping]),
        { Delete: { TableName: tables.control, Key: faceKey(mapping.tenant, mapping.face_id) } },
      ]);
    },
  };
}
