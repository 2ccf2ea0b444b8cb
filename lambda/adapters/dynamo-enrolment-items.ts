import type { FaceState } from '../domain/enrolment.ts';

/** `state` is a reserved word of DynamoDB. */
export const STATE = { '#state': 'state' } as const;

export const FACE_STATE = {
  pending: 'pending',
  mapped: 'mapped',
  revoked: 'revoked',
} as const satisfies { readonly [State in FaceState]: State };

/** Part of a transaction that deletes a claim of one session; it fails where another session holds the claim. */
export const deleteOwn = (table: string, key: Record<string, string>, sessionId: string) => ({
  Delete: {
    TableName: table,
    Key: key,
    ConditionExpression: 'attribute_not_exists(pk) OR session_id = :session',
    ExpressionAttributeValues: { ':session': sessionId },
  },
});
