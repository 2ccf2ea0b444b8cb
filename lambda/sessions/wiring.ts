import type { ClientSessions } from '../platform/client-entrance.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { log } from '../platform/logger.ts';
import { emitMetric } from '../platform/metrics.ts';
import { systemClock, systemRandom } from '../platform/system.ts';
import { createDynamoOpenSessions } from './adapters/dynamo-open-sessions.ts';
import { createDynamoSessionStore } from './adapters/dynamo-session-store.ts';
import { createDynamoSessionTransitions } from './adapters/dynamo-session-transitions.ts';
import { createDynamoWaitSlots } from './adapters/dynamo-wait-slots.ts';
import type { LongPoll } from './contract.ts';
import { refuseClosedSession } from './refuse-closed-session.ts';

interface SessionSettings {
  readonly SESSIONS_TABLE: string;
}

interface TransitionSettings extends SessionSettings {
  readonly CONTROL_TABLE: string;
}

export const openSessions = ({ SESSIONS_TABLE }: SessionSettings) =>
  createDynamoSessionStore(documentClient, SESSIONS_TABLE);

/** The sessions to which client tokens belong. */
export function openClientSessions(env: SessionSettings): ClientSessions {
  const dependencies = { sessions: openSessions(env), clock: systemClock, emit: emitMetric };
  return { refuseClosed: (caller) => refuseClosedSession(caller, dependencies) };
}

/** The open sessions of users and devices. */
export const openOpenSessions = ({ SESSIONS_TABLE }: SessionSettings) =>
  createDynamoOpenSessions(documentClient, SESSIONS_TABLE);

export const openTransitions = ({ SESSIONS_TABLE, CONTROL_TABLE }: TransitionSettings) =>
  createDynamoSessionTransitions(
    documentClient,
    { sessions: SESSIONS_TABLE, control: CONTROL_TABLE },
    systemClock,
  );

/** The places in which calls of a tenant wait. */
export const openWaitSlots = (
  { CONTROL_TABLE }: Pick<TransitionSettings, 'CONTROL_TABLE'>,
  { slots }: LongPoll,
) =>
  createDynamoWaitSlots(documentClient, CONTROL_TABLE, slots, systemClock, systemRandom, (error) =>
    log.error('waitSlotFailed', {}, error),
  );
