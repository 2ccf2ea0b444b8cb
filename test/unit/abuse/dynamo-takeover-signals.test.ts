import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoTakeoverSignals } from '../../../lambda/abuse/adapters/dynamo-takeover-signals.ts';
import { recordTakeoverSignal } from '../../../lambda/abuse/record-takeover-signal.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import { aCreatedSession, moved } from '../../support/lambda/a-moved-session.ts';
import { aSession, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { writtenEvents } from '../../support/lambda/written-events.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

it('writes a signal with the end of its session, and a suspicion with the last one', async () => {
  const tenant = 'signaling';
  const takeovers = createDynamoTakeoverSignals(tables.documents, tables.control);
  const transitions = createDynamoSessionTransitions(tables.documents, tables, () => NOON);
  const policy = { takeover: { signals: 2, window_hours: 24 } };
  expect(await takeovers.read(tenant, 'user-1')).toEqual({ signals: [], revision: 0 });
  for (const id of ['vs_1', 'vs_2']) {
    const session = aSession({ tenant, id, type: 'authentication' });
    await transitions.create(aCreatedSession(session), []);
    const takeover =
      (await recordTakeoverSignal(session, 'abandoned', NOON, { takeovers, policy })) ??
      expect.fail('nothing is recorded');
    expect(await transitions.apply(moved(session, 'abandon'), { takeover })).toBe(true);
    const late = aSession({ tenant, id: `${id}-late`, type: 'authentication' });
    await transitions.create(aCreatedSession(late), []);
    // another end was written since the row was read
    expect(await transitions.apply(moved(late, 'abandon'), { takeover })).toBe(false);
  }
  expect(await takeovers.read(tenant, 'user-1')).toMatchObject({
    signals: [{ session_id: 'vs_1' }, { session_id: 'vs_2', signal: 'abandoned' }],
    suspected_at: NOON.getTime(),
    revision: 2,
  });
  expect((await writtenEvents(tables, tenant)).map(({ id }) => id)).toEqual(['takeover-vs_2']);
});
