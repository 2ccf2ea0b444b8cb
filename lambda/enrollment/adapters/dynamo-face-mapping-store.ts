import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type FaceOwner, ownerKey, parseOwnerKey, userOwnerOf } from '../../kernel/face-owner.ts';
import { FACE_MAPPING_TABLE } from '../../kernel/tables.ts';
import { collectionInRegion, regionOfCollection } from '../../kernel/tenancy.ts';
import { mappingKey } from '../../platform/dynamo-keys.ts';
import type { FaceMapping, UserFaceMapping } from '../domain/face-mapping.ts';
import type { FaceMappingStore } from '../ports/face-mapping-store.ts';

const mappedFace = z.object({
  tenant: z.string(),
  collection_id: z.string(),
  face_id: z.string(),
  image_id: z.string(),
  s3_image_url: z.string(),
  image_sha256: z.string(),
  bbox: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
  face_model_version: z.string(),
  similarity: z.exactOptional(z.number()),
  attributes: z.exactOptional(z.record(z.string(), z.string())),
  session_id: z.string(),
  created_at: z.string(),
});

const ownedRow = z.object({ owner_id: z.string() });
/** Faces of users have a source; those of watchlists say it in their entries. */
const userRow = z.extend(mappedFace, { source: z.enum(['selfie', 'bulk']) });

/**
 * A row of the mapping table (whitepaper 5.8). Its key `user_id` includes the tenant, so the bare key of the
 * owner, which for a user is the user id, has another name.
 */
export const mappingItem = (mapping: FaceMapping): Record<string, unknown> => ({
  ...mappedFace.parse(mapping),
  ...(mapping.kind === 'user' ? { source: mapping.source } : {}),
  owner_id: ownerKey(mapping),
  ...mappingKey(mapping.tenant, mapping, mapping.collection_id, mapping.face_id),
  by_face_id_pk: `${mapping.tenant}#${mapping.face_id}`,
  by_collection_pk: `${mapping.tenant}#${mapping.collection_id}`,
  by_collection_sk: mapping.face_id,
});

/** Reads the mapping table. */
export function createDynamoFaceMappingStore(
  client: DynamoDBDocumentClient,
  tableName: string,
): FaceMappingStore {
  const ofOwner = async (
    tenant: string,
    owner: FaceOwner,
    sortKeyPrefix?: string,
  ): Promise<FaceMapping[]> => {
    const mappings: FaceMapping[] = [];
    const isNarrow = sortKeyPrefix !== undefined;
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: `user_id = :user${isNarrow ? ' AND begins_with(#sort_key, :prefix)' : ''}`,
        ...(isNarrow ? { ExpressionAttributeNames: { '#sort_key': FACE_MAPPING_TABLE.sortKey } } : {}),
        ExpressionAttributeValues: {
          ':user': `${tenant}#${ownerKey(owner)}`,
          ...(isNarrow ? { ':prefix': sortKeyPrefix } : {}),
        },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) mappings.push(...Items.map(toMapping));
    return mappings;
  };

  const listOfOwner: FaceMappingStore['listOfOwner'] = async (tenant, owner) =>
    (await ofOwner(tenant, owner)).filter(
      ({ collection_id }) => regionOfCollection(collection_id) === undefined,
    );
  const replicasOfOwner: FaceMappingStore['replicasOfOwner'] = (tenant, owner, region) =>
    ofOwner(tenant, owner, collectionInRegion(region, ''));

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

    listOfOwner,
    replicasOfOwner,
    listOfUser: async (tenant, userId) => (await listOfOwner(tenant, userOwnerOf(userId))).filter(isOfUser),
    replicasOfUser: async (tenant, userId, region) =>
      (await replicasOfOwner(tenant, userOwnerOf(userId), region)).filter(isOfUser),
  };
}

const isOfUser = (mapping: FaceMapping): mapping is UserFaceMapping => mapping.kind === 'user';

function toMapping(item: Record<string, unknown>): FaceMapping {
  const owner = parseOwnerKey(ownedRow.parse(item).owner_id);
  return owner.kind === 'user'
    ? { ...userRow.parse(item), ...owner }
    : { ...mappedFace.parse(item), ...owner };
}
