import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Generations } from '../contract/generations.ts';
import type { EnrolmentClaim } from '../domain/enrolment.ts';
import { TRANSITIONS } from '../domain/session-status.ts';
import type { FaceMapping } from '../ports/face-mapping-store.ts';
import type { RegistrationApproval } from '../ports/registration-approval.ts';
import { FACE_STATE, STATE } from './dynamo-enrolment-items.ts';
import { mappingItem } from './dynamo-face-mapping-store.ts';
import { faceKey, generationsKey, sessionKey, userClaimKey } from './dynamo-keys.ts';
import { transact } from './dynamo-transaction.ts';
import { userVectorPuts } from './dynamo-user-vector-requests.ts';

export interface ApprovalTables {
  readonly control: string;
  readonly sessions: string;
  readonly faceMapping: string;
}

/** One transaction over three tables: a registration is approved in all of them or in none. */
export function createDynamoRegistrationApproval(
  client: DynamoDBDocumentClient,
  { control, sessions, faceMapping }: ApprovalTables,
  generations: Generations,
): RegistrationApproval {
  return {
    async approve(claim, mappings, decision) {
      const { tenant, session_id, user_id } = claim;
      const { from, to } = TRANSITIONS.approve;
      const revision = claim.planned?.generations_revision ?? 0;
      const approved = await transact(client, [
        ...mappings.flatMap((mapping) => [
          mapFace(control, claim, mapping),
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
      const read = async (Key: Record<string, string>) =>
        (await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }))).Item;
      const records = await Promise.all(mappings.map(({ face_id }) => read(faceKey(tenant, face_id))));
      if (records.some((record) => record?.state === FACE_STATE.revoked)) return 'face_revoked';
      if (records.some((record) => record?.state === FACE_STATE.mapped)) return 'not_processing';
      const state = await read(generationsKey(tenant));
      return (state?.revision ?? 0) === revision ? 'not_processing' : 'generations_changed';
    },
  };
}

/** Part of the transaction: a face that nobody has ruled out stands for its user from now on. */
const mapFace = (
  control: string,
  { tenant, user_id, session_id }: EnrolmentClaim,
  { face_id }: FaceMapping,
) => ({
  Update: {
    TableName: control,
    Key: faceKey(tenant, face_id),
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
});
