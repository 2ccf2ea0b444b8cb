import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Generations } from '../../collections/contract.ts';
import { CLAIM_STATE, FACE_STATE, STATE } from '../../enrollment/adapters/dynamo-claim-items.ts';
import { type MappingTables, mappingPuts } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import { userVectorPuts } from '../../enrollment/adapters/dynamo-user-vector-outbox.ts';
import { faceState } from '../../enrollment/domain/enrollment.ts';
import { ownerKey, parseOwnerKey } from '../../kernel/face-owner.ts';
import { earlierEnrollmentKey, faceKey, mappingKey, userClaimKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { ReconciledFaces } from '../ports/reconciled-faces.ts';

/** Face records of the control table, with the mapping table. */
export function createDynamoReconciledFaces(
  client: DynamoDBDocumentClient,
  tables: MappingTables,
  generations: Generations,
): ReconciledFaces {
  const { control, faceMapping } = tables;
  const read = async (TableName: string, Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  /** Whether the mapping lists the face; a row without a record is not ours, but is left alone. */
  const isListed = async (tenant: string, faceId: string) => {
    const { Count = 0 } = await client.send(
      new QueryCommand({
        TableName: faceMapping,
        IndexName: 'by-face-id',
        KeyConditionExpression: 'by_face_id_pk = :face',
        ExpressionAttributeValues: { ':face': `${tenant}#${faceId}` },
        Select: 'COUNT',
      }),
    );
    return Count > 0;
  };

  return {
    async written(tenant, collectionId, faceIds) {
      const faces = await Promise.all(
        faceIds.map(async (faceId) => {
          const record = await read(control, faceKey(tenant, faceId));
          if (!record) return { mapped: await isListed(tenant, faceId) };
          const state = faceState.parse(record.state);
          const revoked = typeof record.revoked_at === 'string' ? { revokedAt: record.revoked_at } : {};
          if (typeof record.user_id !== 'string') return { mapped: false, state, ...revoked };
          // a mapping is written together with the record, so the record names its owner
          const owner = parseOwnerKey(record.user_id);
          const row = await read(faceMapping, mappingKey(tenant, owner, collectionId, faceId));
          return { mapped: row !== undefined, state, ...revoked, owner };
        }),
      );
      return new Map(faces.map((face, index) => [faceIds[index] ?? '', face]));
    },

    remap({ tenant, user_id, session_id, image_sha256 }, mapping, place) {
      const isEarlier = place === 'earlier';
      return transact(client, [
        ...mappingPuts(tables, [mapping]),
        ...userVectorPuts(control, generations, [mapping]),
        {
          ConditionCheck: {
            TableName: control,
            Key: isEarlier
              ? earlierEnrollmentKey(tenant, user_id, image_sha256)
              : userClaimKey(tenant, user_id),
            ConditionExpression:
              '(session_id = :session AND image_sha256 = :image AND #state = :enrolled) OR former.image_sha256 = :image',
            ExpressionAttributeNames: STATE,
            ExpressionAttributeValues: {
              ':session': session_id,
              ':image': image_sha256,
              ':enrolled': CLAIM_STATE.enrolled,
            },
          },
        },
        {
          ConditionCheck: {
            TableName: control,
            Key: faceKey(tenant, mapping.face_id),
            ConditionExpression: '#state = :mapped',
            ExpressionAttributeNames: STATE,
            ExpressionAttributeValues: { ':mapped': FACE_STATE.mapped },
          },
        },
      ]);
    },

    replace(gone, mapping) {
      const { tenant, session_id, collection_id } = mapping;
      return transact(client, [
        {
          Delete: {
            TableName: faceMapping,
            Key: mappingKey(tenant, mapping, collection_id, gone.face_id),
            ConditionExpression: 'attribute_exists(user_id)',
          },
        },
        { Delete: { TableName: control, Key: faceKey(tenant, gone.face_id) } },
        ...mappingPuts(tables, [mapping]),
        ...userVectorPuts(control, generations, [mapping]),
        {
          Put: {
            TableName: control,
            Item: {
              ...faceKey(tenant, mapping.face_id),
              state: FACE_STATE.mapped,
              user_id: ownerKey(mapping),
              session_id,
            },
          },
        },
      ]);
    },
  };
}
