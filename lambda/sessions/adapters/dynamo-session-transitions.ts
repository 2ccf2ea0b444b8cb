import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { lockoutPut } from '../../abuse/adapters/dynamo-lockout-items.ts';
import { abandonmentItems } from '../../enrollment/adapters/dynamo-enrollment-items.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { SessionTransitions } from '../ports/session-transitions.ts';
import { creationItems, livenessUse, transitionItems } from './dynamo-session-items.ts';

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
    async create(created) {
      if (!(await transact(client, creationItems(sessions, created))))
        throw new Error(`session ${created.session.id} exists`);
    },

    apply: (applied, { livenessSession, lockouts = [], abandoned } = {}) =>
      transact(client, [
        ...transitionItems(sessions, applied),
        ...(livenessSession ? [livenessUse(sessions, livenessSession)] : []),
        ...lockouts.map((change) => lockoutPut(control, change, clock())),
        ...(abandoned ? abandonmentItems(control, abandoned, clock()) : []),
      ]),
  };
}
