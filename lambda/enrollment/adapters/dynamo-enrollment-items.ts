import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  generationsUnchanged,
  haveGenerationsChanged,
} from '../../collections/adapters/dynamo-generation-registry.ts';
import type { Generations } from '../../collections/contract.ts';
import { setting } from '../../platform/dynamo-expressions.ts';
import { faceKey, userClaimKey } from '../../platform/dynamo-keys.ts';
import type { EnrollmentClaim, FaceState } from '../domain/enrollment.ts';
import type { FaceMapping } from '../domain/face-mapping.ts';
import { type MappingTables, mappingPuts } from './dynamo-mapping-writes.ts';
import { missingCopyPuts } from './dynamo-missing-images.ts';
import { userVectorPuts } from './dynamo-user-vector-outbox.ts';

/** `state` is a reserved word of DynamoDB. */
export const STATE = { '#state': 'state' } as const;

export const FACE_STATE = {
  pending: 'pending',
  mapped: 'mapped',
  revoked: 'revoked',
} as const satisfies { readonly [State in FaceState]: State };

/** Part of a transaction that deletes a session's claim; it fails if another session holds the claim. */
export const deleteOwn = (table: string, key: Record<string, string>, sessionId: string) => ({
  Delete: {
    TableName: table,
    Key: key,
    ConditionExpression: 'attribute_not_exists(pk) OR session_id = :session',
    ExpressionAttributeValues: { ':session': sessionId },
  },
});

/**
 * Parts of the transaction that enrolls the user of a claim: it maps every face that was not revoked, on the
 * condition that the generations are still those of the claim's plan. The claim keeps the data of the
 * mapping.
 */
export function enrollmentItems(
  tables: MappingTables,
  generations: Generations,
  claim: EnrollmentClaim,
  mappings: readonly FaceMapping[],
) {
  const { control } = tables;
  const { tenant, user_id, session_id, attributes, similarity } = claim;
  const state: EnrollmentClaim['state'] = 'enrolled';
  const enrolled = setting({
    state,
    ...(attributes ? { attributes } : {}),
    ...(similarity !== undefined ? { similarity } : {}),
  });
  return [
    ...mappings.map((mapping) => ({
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
    })),
    ...mappingPuts(tables, mappings),
    ...userVectorPuts(control, generations, mappings),
    ...missingCopyPuts(control, claim, new Date(mappings[0]?.created_at ?? 0)),
    generationsUnchanged(control, tenant, user_id, plannedRevision(claim)),
    {
      Update: {
        TableName: control,
        Key: userClaimKey(tenant, user_id),
        UpdateExpression: enrolled.UpdateExpression,
        ConditionExpression: 'session_id = :session',
        ExpressionAttributeNames: enrolled.ExpressionAttributeNames,
        ExpressionAttributeValues: { ...enrolled.ExpressionAttributeValues, ':session': session_id },
      },
    },
  ];
}

/** Whether the generations have changed since the claim was planned. */
export const isPlanOutdated = (
  client: DynamoDBDocumentClient,
  control: string,
  claim: EnrollmentClaim,
): Promise<boolean> =>
  haveGenerationsChanged(client, control, claim.tenant, claim.user_id, plannedRevision(claim));

const plannedRevision = (claim: EnrollmentClaim): number => claim.planned?.generations_revision ?? 0;
