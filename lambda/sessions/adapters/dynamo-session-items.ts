import { setting } from '../../platform/dynamo-expressions.ts';
import { epochSeconds, livenessSessionKey, sessionEventKey, sessionKey } from '../../platform/dynamo-keys.ts';
import type { LivenessSession } from '../domain/liveness-session.ts';
import type { SessionEvent } from '../domain/session-event.ts';
import type { AppliedTransition, CreatedSession } from '../domain/session-transition.ts';
import type { VerificationSession } from '../domain/verification-session.ts';

const expiry = ({ retained_until }: Pick<VerificationSession, 'retained_until'>) =>
  epochSeconds(new Date(retained_until));

const livenessItem = (session: LivenessSession) => ({
  ...session,
  ...livenessSessionKey(session.tenant, session.verification_session_id, session.id),
  expires_at_epoch_seconds: expiry(session),
});

/** Part of a transaction that begins a liveness session. */
export const livenessPut = (table: string, begun: LivenessSession) => ({
  Put: {
    TableName: table,
    Item: livenessItem(begun),
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** Part of a transaction that uses up a liveness session; it fails if that was done before. */
export const livenessUse = (table: string, used: LivenessSession) => ({
  Put: {
    TableName: table,
    Item: livenessItem(used),
    ConditionExpression: '#status = :created',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':created': 'created' satisfies LivenessSession['status'] },
  },
});

/** Parts of the transaction that creates a session; it fails if the session exists. */
export const creationItems = (table: string, { session, event }: CreatedSession) => [
  {
    Put: {
      TableName: table,
      Item: {
        ...session,
        ...sessionKey(session.tenant, session.id),
        by_user_pk: `${session.tenant}#${session.user_id}`,
        by_user_sk: session.id,
        by_status_pk: `${session.tenant}#${session.status}`,
        by_status_sk: session.id,
        expires_at_epoch_seconds: expiry(session),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  },
  eventPut(table, session, event),
];

/**
 * Parts of the transaction that makes a transition; it fails if the session has made another one since it was
 * read. Only what the transition names is written: checks are recorded meanwhile. A new run replaces them.
 */
export function transitionItems(
  table: string,
  { before, facts, removed, replacesChecks, session, event }: AppliedTransition,
) {
  const { tenant, id, status, sequence } = session;
  const { checks: added = {}, ...fields } = facts;
  const checks = replacesChecks ? {} : added;
  const update = setting({
    ...fields,
    ...(replacesChecks ? { checks: session.checks } : {}),
    status,
    sequence,
    by_status_pk: `${tenant}#${status}`,
  });
  const names = Object.keys(checks);
  return [
    {
      Update: {
        TableName: table,
        Key: sessionKey(tenant, id),
        UpdateExpression: [
          update.UpdateExpression,
          ...names.map((_, index) => `checks.#c${index} = :c${index}`),
        ]
          .join(', ')
          .concat(removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''),
        ConditionExpression: '#status = :before AND #sequence = :sequence',
        ExpressionAttributeNames: {
          ...update.ExpressionAttributeNames,
          ...Object.fromEntries(names.map((name, index) => [`#c${index}`, name])),
          '#status': 'status',
          '#sequence': 'sequence',
        },
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...Object.fromEntries(Object.values(checks).map((check, index) => [`:c${index}`, check])),
          ':before': before.status,
          ':sequence': before.sequence,
        },
      },
    },
    eventPut(table, session, event),
  ];
}

/** The event waits next to its session until it is published; it is also the entry of the ledger. */
const eventPut = (table: string, session: VerificationSession, event: SessionEvent) => ({
  Put: {
    TableName: table,
    Item: {
      ...event,
      ...sessionEventKey(session.tenant, session.id, event.sequence),
      expires_at_epoch_seconds: expiry(session),
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});
