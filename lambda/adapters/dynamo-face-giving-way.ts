import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { FaceGivingWay } from '../ports/face-giving-way.ts';
import { faceKey } from './dynamo-keys.ts';
import { type MappingTables, mappingDeletes } from './dynamo-mapping-writes.ts';
import { transact } from './dynamo-transaction.ts';

/** Removes the mapping and the record of one face in one transaction. */
export function createDynamoFaceGivingWay(
  client: DynamoDBDocumentClient,
  tables: MappingTables,
): FaceGivingWay {
  return {
    async remove(mapping) {
      await transact(client, [
        ...mappingDeletes(tables, [mapping]),
        { Delete: { TableName: tables.control, Key: faceKey(mapping.tenant, mapping.face_id) } },
      ]);
    },
  };
}
