import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { parseOwnerKey } from '../../kernel/face-owner.ts';
import { faceKey } from '../../platform/dynamo-keys.ts';
import { faceState } from '../domain/enrollment.ts';
import type { EnrollmentStore, FaceRecord } from '../ports/enrollment-store.ts';

/** Reads records of faces in the control table, for functions that enroll nobody. */
export const createDynamoFaceRecords = (
  client: DynamoDBDocumentClient,
  control: string,
): Pick<EnrollmentStore, 'faceRecords'> => ({
  async faceRecords(tenant, faceIds) {
    const read = async (faceId: string) => {
      const Key = faceKey(tenant, faceId);
      return (await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }))).Item;
    };
    const items = await Promise.all(faceIds.map(read));
    return new Map(faceIds.flatMap((faceId, index) => faceEntry(faceId, items[index])));
  },
});

function faceEntry(faceId: string, item: Record<string, unknown> | undefined): [string, FaceRecord][] {
  if (!item) return [];
  const state = faceState.parse(item.state);
  if (typeof item.user_id !== 'string') return [[faceId, { state }]];
  const owner = parseOwnerKey(item.user_id);
  return [[faceId, owner.kind === 'user' ? { state, user_id: owner.user_id } : { state, entry: owner }]];
}
