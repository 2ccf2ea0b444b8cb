import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type KnownSession,
  type KnownSessions,
  type SessionEvent,
  takeEvent,
} from '../../../examples/event-consumer/consumer.ts';
import { cloudEventOf } from '../../../lambda/events/domain/cloud-event.ts';
import { sessionEventOf } from '../../../lambda/sessions/domain/session-event.ts';
import { TRANSITIONS, type TransitionName } from '../../../lambda/sessions/domain/session-status.ts';
import { transition } from '../../../lambda/sessions/domain/session-transition.ts';
import { aSession, NOON } from '../../support/lambda/builders.ts';

class Killed extends Error {}

/** A database whose client is killed at given calls, before or after the write. */
class CrashingDatabase implements KnownSessions {
  readonly rows = new Map<string, KnownSession>();
  readonly #kills: boolean[];

  constructor(kills: readonly boolean[]) {
    this.#kills = [...kills];
  }

  read: KnownSessions['read'] = async (key) => {
    this.#maybeDie();
    return this.rows.get(key);
  };

  write: KnownSessions['write'] = async (key, before, after) => {
    this.#maybeDie();
    if (this.rows.get(key) !== before) return false;
    this.rows.set(key, after);
    this.#maybeDie();
    return true;
  };

  #maybeDie(): void {
    if (this.#kills.shift()) throw new Killed();
  }
}

const NAMES = Object.keys(TRANSITIONS) as TransitionName[];

/** Events of a session that tries transitions, those that are allowed. */
function eventsOf(id: string, tried: readonly TransitionName[]): readonly SessionEvent[] {
  let session = aSession({ id, sequence: 1 });
  const events = [cloudEventOf(sessionEventOf(session, 'verification_session.created', NOON), 'test')];
  for (const name of tried) {
    const applied = transition(session, name, {}, NOON);
    if (!applied) continue;
    session = applied.session;
    events.push(cloudEventOf(applied.event, 'test'));
  }
  return events;
}

const sessionsOfEvents = fc
  .array(fc.array(fc.constantFrom(...NAMES), { maxLength: 40 }), { minLength: 1, maxLength: 8 })
  .map((sessions) => sessions.flatMap((tried, index) => eventsOf(`vs_${index}`, tried)));

/** Delivers events until each is acknowledged; one whose consumer is killed comes again. */
async function deliver(events: readonly SessionEvent[], database: CrashingDatabase): Promise<number> {
  let told = 0;
  const queue = [...events];
  for (let event = queue.shift(); event; event = queue.shift()) {
    try {
      if (await takeEvent(event, database)) told += 1;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      queue.push(event);
    }
  }
  return told;
}

describe('the reference consumer', () => {
  it('ends in the right state, however events are shuffled and repeated, and wherever it is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        sessionsOfEvents.chain((events) =>
          fc.record({
            events: fc.constant(events),
            // each at least once
            delivered: fc
              .shuffledSubarray([...events, ...events, ...events], { minLength: events.length })
              .map((some) => [...some, ...events])
              .chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
            kills: fc.array(fc.boolean(), { maxLength: 200 }),
          }),
        ),
        async ({ events, delivered, kills }) => {
          const database = new CrashingDatabase(kills);
          await deliver(delivered, database);
          const expected = new Map<string, number>();
          for (const { subject, data } of events)
            expected.set(subject, Math.max(expected.get(subject) ?? 0, data.sequence));
          for (const { subject, type, data } of events) {
            if (data.sequence !== expected.get(subject)) continue;
            const { sequence, status, reason_codes } = data;
            expect(database.rows.get(`${data.tenant}/${subject}`)).toEqual({
              ...{ sequence, status, type, reason_codes },
            });
          }
          expect(database.rows.size).toBe(expected.size);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reports each event as new once, in their order, where nothing goes wrong', async () => {
    const events = eventsOf('vs_1', ['start_liveness', 'pass_liveness', 'submit', 'approve']);
    expect(await deliver([...events, ...events], new CrashingDatabase([]))).toBe(5);
    expect(await deliver([...events].reverse(), new CrashingDatabase([]))).toBe(1);
  });

  it('lets the later of two events win whose consumers run at the same time', async () => {
    const [first, second] = eventsOf('vs_1', ['start_liveness']);
    if (!first || !second) throw new Error('there are two events');
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const database = new CrashingDatabase([]);
      await Promise.all(order.map((event) => takeEvent(event, database)));
      expect([...database.rows.values()]).toMatchObject([{ sequence: 2 }]);
    }
  });
});
