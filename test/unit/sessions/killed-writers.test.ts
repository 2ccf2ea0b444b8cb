import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KnownSession, takeEvent } from '../../../examples/event-consumer/consumer.ts';
import type { CloudEvent } from '../../../lambda/events/domain/cloud-event.ts';
import { publishEvents } from '../../../lambda/events/publish-events.ts';
import { groupBy } from '../../../lambda/kernel/group-by.ts';
import { mapBounded } from '../../../lambda/kernel/map-bounded.ts';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import {
  SESSION_EVENT_TYPES,
  type SessionEvent,
  sessionEvent,
} from '../../../lambda/sessions/domain/session-event.ts';
import {
  TRANSITIONS,
  type Transition,
  type TransitionName,
} from '../../../lambda/sessions/domain/session-status.ts';
import { createSession } from '../../../lambda/sessions/domain/session-transition.ts';
import { verificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { moveSession } from '../../../lambda/sessions/move-session.ts';
import type { SessionStore } from '../../../lambda/sessions/ports/session-store.ts';
import type { SessionTransitions } from '../../../lambda/sessions/ports/session-transitions.ts';
import { aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

/** Transitions that the writers of one session try. */
const TRIES = 4;
/** Of so many sessions, one has two writers at the same time. */
const RACING_EVERY = 5;
const KILL_SHARE = 0.3;
const CONCURRENCY = 20;

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

class Killed extends Error {}

/** A small generator of numbers in [0, 1), so that a failure can be repeated (Mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Stores of sessions, and everything that they hold. */
interface Stores {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly transitions: SessionTransitions;
  readonly stored: () => Promise<Stored>;
}
interface Stored {
  readonly sessions: ReadonlyMap<string, { readonly status: string; readonly sequence: number }>;
  readonly events: readonly SessionEvent[];
}

/** Stores whose process is killed at some calls: before the call is made, or before its answer is read. */
function killable({ sessions, transitions }: Stores, random: () => number) {
  const dying = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    if (random() < KILL_SHARE / 2) throw new Killed();
    const answer = await call();
    if (random() < KILL_SHARE / 2) throw new Killed();
    return answer;
  };
  return {
    sessions: { get: (...of: Parameters<SessionStore['get']>) => dying(() => sessions.get(...of)) },
    transitions: {
      create: (...of: Parameters<SessionTransitions['create']>) => dying(() => transitions.create(...of)),
      apply: (...of: Parameters<SessionTransitions['apply']>) => dying(() => transitions.apply(...of)),
    },
  };
}

const NAMES = Object.keys(TRANSITIONS) as TransitionName[];

/** Runs a writer that may be killed. @throws whatever else goes wrong */
async function untilKilled(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}

/** The life of one session: its creation, and processes that move it at the same time, each killed at will. */
async function live(id: string, writers: number, stores: Stores, random: () => number): Promise<void> {
  const { sessions, transitions } = killable(stores, random);
  const { status: _status, sequence: _sequence, ...fields } = aSession({ id });
  await untilKilled(() => transitions.create(createSession(fields, NOON), []));
  const writer = async () => {
    for (let tried = 0; tried < TRIES; tried += 1)
      await untilKilled(async () => {
        const session = await sessions.get(TENANT, id);
        if (!session) return;
        const allowed = NAMES.filter((name) =>
          (TRANSITIONS[name] as Transition).from.includes(session.status),
        );
        const name = allowed[Math.floor(random() * allowed.length)];
        if (!name) return;
        await moveSession(session, () => ({ name }), {
          sessions,
          transitions,
          clock: () => NOON,
          emit: () => {},
        });
      });
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

const inMemory = (): Stores => {
  const store = new InMemorySessionStore();
  return {
    sessions: store,
    transitions: store,
    stored: async () => ({
      sessions: new Map([...store.sessions.values()].map((session) => [session.id, session])),
      events: store.events,
    }),
  };
};

const inDynamo = (): Stores => ({
  sessions: createDynamoSessionStore(tables.documents, tables.sessions),
  transitions: createDynamoSessionTransitions(tables.documents, tables, () => NOON),
  stored: async () => {
    const sessions = new Map<string, { readonly status: string; readonly sequence: number }>();
    const events: SessionEvent[] = [];
    const query = { TableName: tables.sessions };
    for await (const { Items = [] } of paginateScan({ client: tables.documents }, query))
      for (const item of Items)
        if (item.sk === 'session') sessions.set(String(item.id), verificationSession.parse(item));
        else if (SESSION_EVENT_TYPES.some((type) => type === item.type))
          events.push(sessionEvent.parse(item));
    return { sessions, events };
  },
});

it.each([
  ['300 sessions in memory', 300, inMemory],
  ['100 sessions in DynamoDB', 100, inDynamo],
] as const)(
  'has exactly the events of the transitions that were made, of %s whose writers are killed',
  async (_, count, open) => {
    const random = randomOf(20260302);
    const stores = open();
    const ids = Array.from({ length: count }, (_id, index) => `vs_${String(index).padStart(4, '0')}`);
    await mapBounded(ids, CONCURRENCY, (id, index) =>
      live(id, index % RACING_EVERY === 0 ? 2 : 1, stores, random),
    );

    const { sessions, events } = await stores.stored();
    // some were killed before they existed
    expect(sessions.size).toBeGreaterThan(count / 2);
    expect(sessions.size).toBeLessThan(count);
    const of = groupBy(events, ({ session_id }) => session_id);
    expect([...of.keys()].sort()).toEqual([...sessions.keys()].sort());
    for (const [id, { status, sequence }] of sessions) {
      const own = [...(of.get(id) ?? [])].sort((one, other) => one.sequence - other.sequence);
      expect(own.map((event) => event.sequence)).toEqual(
        Array.from({ length: sequence }, (_, index) => index + 1),
      );
      expect(own.at(-1)?.status).toBe(status);
      // each follows from the one before it
      for (const [index, event] of own.entries()) {
        const from = own[index - 1]?.status;
        const leads = Object.values<Transition>(TRANSITIONS).some(
          (one) =>
            one.event === event.type &&
            from !== undefined &&
            one.from.includes(from) &&
            one.to === event.status,
        );
        expect(index === 0 ? event.type === 'verification_session.created' : leads).toBe(true);
      }
    }

    // the publisher repeats a batch from what the bus has not taken, or as a whole if it is killed
    const published: CloudEvent[] = [];
    const bus = {
      publish: async (batch: readonly CloudEvent[]) =>
        batch.map((event) => random() > KILL_SHARE && published.push(event) > 0),
    };
    for (let from = 0; from < events.length; ) {
      const rows = events.slice(from, from + 100);
      const refused = await publishEvents(rows, {
        bus,
        stage: 'test',
        emit: () => {},
        reportUnreadable: (error) => expect.fail(String(error)),
      });
      if (random() > KILL_SHARE) from += refused ?? rows.length;
    }
    const idsOfEvents = events.map(({ session_id, sequence }) => `${session_id}-${sequence}`);
    expect(published.length).toBeGreaterThan(events.length);
    expect([...new Set(published.map(({ id }) => id))].sort()).toEqual(idsOfEvents.sort());

    // and who receives them, in whatever order, knows every session as it is
    const known = new Map<string, KnownSession>();
    const database = {
      read: async (key: string) => known.get(key),
      write: async (key: string, _before: unknown, after: KnownSession) => known.set(key, after).size > 0,
    };
    const shuffled = published
      .map((event) => ({ event, at: random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ event }) => event);
    for (const event of shuffled) await takeEvent(event as Parameters<typeof takeEvent>[0], database);
    for (const [id, { status, sequence }] of sessions)
      expect(known.get(`${TENANT}/${id}`)).toMatchObject({ status, sequence });
  },
);
