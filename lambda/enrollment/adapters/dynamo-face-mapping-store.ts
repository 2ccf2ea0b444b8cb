import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { FACE_MAPPING_TABLE } from '../../kernel/tables.ts';
import { collectionInRegion, regionOfCollection } from '../../kernel/tenancy.ts';
import { mappingKey } from '../../platform/dynamo-keys.ts';
import type { FaceMapping } from '../domain/face-mapping.ts';
import type { FaceMappingStore } from '../ports/face-mapping-store.ts';

const mappingRow = z.object({
  tenant: z.string(),
  owner_id: z.string(),
  collection_id: z.string(),
  face_id: z.string(),
  image_id: z.string(),
  s3_image_url: z.string(),
  image_sha256: z.string(),
  bbox: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
  face_model_version: z.string(),
  source: z.enum(['selfie', 'bulk']),
  similarity: z.exactOptional(z.number()),
  attributes: z.exactOptional(z.record(z.string(), z.string())),
  session_id: z.string(),
  created_at: z.string(),
});

/**
 * A row of the mapping table (whitepaper 5.8). Its key `user_id`
 * includes the tenant, so the bare id has another name.
 */
export const mappingItem = ({ user_id, ...mapping }: FaceMapping): Record<string, unknown> => ({
  ...mapping,
  owner_id: user_id,
  ...mappingKey(mapping.tenant, user_id, mapping.collection_id, mapping.face_id),
  by_face_id_pk: `${mapping.tenant}#${mapping.face_id}`,
  by_collection_pk: `${mapping.tenant}#${mapping.collection_id}`,
  by_collection_sk: mapping.face_id,
});

/** Reads the mapping table. */
export function createDynamoFaceMappingStore(
  client: DynamoDBDocumentClient,
  tableName: string,
): FaceMappingStore {
  const ofUser = async (tenant: string, userId: string, sortKeyPrefix?: string): Promise<FaceMapping[]> => {
    const mappings: FaceMapping[] = [];
    const isNarrow = sortKeyPrefix !== undefined;
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: `user_id = :user${isNarrow ? ' AND begins_with(#sort_key, :prefix)' : ''}`,
        ...(isNarrow ? { ExpressionAttributeNames: { '#sort_key': FACE_MAPPING_TABLE.sortKey } } : {}),
        ExpressionAttributeValues: {
          ':user': `${tenant}#${userId}`,
          ...(isNarrow ? { ':prefix': sortKeyPrefix } : {}),
        },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) mappings.push(...Items.map(toMapping));
    return mappings;
  };

  return {
    async listOfCollection(tenant, collectionId, limit, cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'by-collection',
          KeyConditionExpression: 'by_collection_pk = :collection AND by_collection_sk > :after',
          ExpressionAttributeValues: {
            ':collection': `${tenant}#${collectionId}`,
            // face ids are UUIDs, which sort after this
            ':after': cursor ?? ' ',
          },
          Limit: limit,
        }),
      );
      const mappings = Items.map(toMapping);
      const last = mappings.at(-1);
      return { mappings, ...(LastEvaluatedKey && last ? { next: last.face_id } : {}) };
    },

    listOfUser: async (tenant, userId) =>
      (await ofUser(tenant, userId)).filter(
        ({ collection_id }) => regionOfCollection(collection_id) === undefined,
      ),

    replicasOfUser: (tenant, userId, region) => ofUser(tenant, userId, collectionInRegion(region, '')),
  };
}

function toMapping(item: Record<string, unknown>): FaceMapping {
  const { owner_id, ...row } = mappingRow.parse(item);
  return { ...row, user_id: owner_id };
}
