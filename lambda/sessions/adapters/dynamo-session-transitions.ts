import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { lockoutWrites } from '../../abuse/adapters/dynamo-lockout-items.ts';
import { takeoverWrites } from '../../abuse/adapters/dynamo-takeover-signals.ts';
import { receiptCheck, receiptItems } from '../../consents/adapters/dynamo-consent-items.ts';
import { abandonmentItems } from '../../enrollment/adapters/dynamo-enrollment-items.ts';
import { lastInteractionPut } from '../../enrollment/adapters/dynamo-last-interactions.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { stepUpProofPut } from '../../step-up/adapters/dynamo-step-up-proofs.ts';
import type { SessionTransitions } from '../ports/session-transitions.ts';
import { openSessionsPut } from './dynamo-open-sessions.ts';
import { creationItems, livenessPut, livenessUse, transitionItems } from './dynamo-session-items.ts';

export interface TransitionTables {
  readonly sessions: string;
  readonly control: string;
}

/** Transitions of sessions, each one transaction of the sessions table and of what it brings along. */
export function createDynamoSessionTransitions(
  client: DynamoDBDocumentClient,
  { sessions, control }: TransitionTables,
  clock: Clock,
): SessionTransitions {
  return {
    create: (created, open, { given, standing } = {}) =>
      transact(client, [
        ...creationItems(sessions, created),
        ...open.map((change) => openSessionsPut(sessions, change)),
        ...(given ? receiptItems(control, given) : []),
        ...(standing ? [receiptCheck(control, standing)] : []),
      ]),

    apply: (
      applied,
      { newLivenessSession, livenessSession, lockouts = [], takeover, abandoned, proof, interaction } = {},
    ) =>
      transact(client, [
        ...transitionItems(sessions, applied),
        ...(newLivenessSession ? [livenessPut(sessions, newLivenessSession)] : []),
        ...(livenessSession ? [livenessUse(sessions, livenessSession)] : []),
        ...lockouts.flatMap((change) => lockoutWrites(control, change, clock())),
        ...(interaction ? [lastInteractionPut(control, interaction)] : []),
        ...(takeover ? takeoverWrites(control, takeover) : []),
        ...(proof ? [stepUpProofPut(control, proof)] : []),
        ...(abandoned ? abandonmentItems(control, abandoned, clock()) : []),
      ]),
  };
}
