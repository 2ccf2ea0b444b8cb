import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { EnrolmentClaim } from '../domain/enrolment.ts';
import { TRANSITIONS } from '../domain/session-status.ts';
import type { RegistrationApproval } from '../ports/registration-approval.ts';
import { FACE_STATE, STATE } from './dynamo-enrolment-items.ts';
import { mappingItem } from './dynamo-face-mapping-store.ts';
import { faceKey, sessionKey, userClaimKey } from './dynamo-keys.ts';
import { transact } from './dynamo-transaction.ts';

export interface ApprovalTables {
  readonly control: string;
  readonly sessions: string;
  readonly faceMapping: string;
}

/** One transaction over three tables: a registration is approved in all of them or in none. */
export function createDynamoRegistrationApproval(
  client: DynamoDBDocumentClient,
  { control, sessions, faceMapping }: ApprovalTables,
): RegistrationApproval {
  return {
    async approve(claim, mapping, decision) {
      const { tenant, session_id, user_id } = claim;
      const { from, to } = TRANSITIONS.approve;
      const face = faceKey(tenant, mapping.face_id);
      const approved = await transact(client, [
        {
          Update: {
            TableName: control,
            Key: face,
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
        {
          Update: {
            TableName: sessions,
            Key: sessionKey(tenant, session_id),
            UpdateExpression: 'SET #status = :to, by_status_pk = :by_status, decision = :decision',
            ConditionExpression: '#status = :from',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':to': to,
              ':from': from[0],
              ':by_status': `${tenant}#${to}`,
              ':decision': decision,
            },
          },
        },
      ]);
      if (approved) return 'approved';
      const { Item } = await client.send(
        new GetCommand({ TableName: control, Key: face, ConsistentRead: true }),
      );
      return Item?.state === FACE_STATE.revoked ? 'face_revoked' : 'not_processing';
    },
  };
}
