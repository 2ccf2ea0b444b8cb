import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Generations } from '../contract/generations.ts';
import type { EnrolmentClaim } from '../domain/enrolment.ts';
import type { BulkEnrolment } from '../ports/bulk-enrolment.ts';
import { FACE_STATE, STATE } from './dynamo-enrolment-items.ts';
import { mappingItem } from './dynamo-face-mapping-store.ts';
import { faceKey, generationsKey, userClaimKey } from './dynamo-keys.ts';
import { transact } from './dynamo-transaction.ts';
import { userVectorPuts } from './dynamo-user-vector-requests.ts';

export interface BulkEnrolmentTables {
  readonly control: string;
  readonly faceMapping: string;
}

/** One transaction over two tables: a face of a manifest is enrolled in both or in none. */
export function createDynamoBulkEnrolment(
  client: DynamoDBDocumentClient,
  { control, faceMapping }: BulkEnrolmentTables,
  generations: Generations,
): BulkEnrolment {
  const read = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }))).Item;
  return {
    async enrol(claim, mappings) {
      const { tenant, user_id, session_id } = claim;
      const revision = claim.planned?.generations_revision ?? 0;
      const enrolled = await transact(client, [
        ...mappings.flatMap((mapping) => [
          {
            Update: {
              TableName: control,
              Key: faceKey(tenant, mapping.face_id),
              UpdateExpression:
                'SET #state = :mapped, user_id = :user, session_id = :session REMOVE expires_at_epoch_seconds',
              ConditionExpression: 'attribute_not_exists(#state) OR #state = :pending',
              ExpressionAttributeNames: STATE,
              ExpressionAttributeValues: {
                ':mapped': FACE_STATE.mapped,
                ':pending': FACE_STATE.pending,
                ':user': user_id,
                ':session': session_id,
              },
            },
          },
          { Put: { TableName: faceMapping, Item: mappingItem(mapping) } },
        ]),
        ...userVectorPuts(control, generations, mappings),
        {
          ConditionCheck: {
            TableName: control,
            Key: generationsKey(tenant),
            ConditionExpression: revision === 0 ? 'attribute_not_exists(pk)' : 'revision = :revision',
            ...(revision === 0 ? {} : { ExpressionAttributeValues: { ':revision': revision } }),
          },
        },
        {
          Update: {
            TableName: control,
            Key: userClaimKey(tenant, user_id),
            UpdateExpression: 'SET #state = :enrolled',
            ConditionExpression: 'session_id = :session',
            ExpressionAttributeNames: STATE,
            ExpressionAttributeValues: {
              ':enrolled': 'enrolled' satisfies EnrolmentClaim['state'],
              ':session': session_id,
            },
          },
        },
      ]);
      if (enrolled) return 'enrolled';
      // an answer that was lost: the claim says whether this very enrolment is done already
      const held = await read(userClaimKey(tenant, user_id));
      if (held?.session_id !== session_id) return 'refused';
      if (held.state === 'enrolled') return 'enrolled';
      const state = await read(generationsKey(tenant));
      return (state?.revision ?? 0) === revision ? 'refused' : 'generations_changed';
    },
  };
}
