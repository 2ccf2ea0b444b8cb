import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type MappingTables, mappingDeletes } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { faceKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { FaceGivingWay } from '../ports/face-giving-way.ts';

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
