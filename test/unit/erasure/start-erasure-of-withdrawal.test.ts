import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseWithdrawnConsent } from '../../../lambda/erasure/contract.ts';
import { startErasureOfWithdrawal } from '../../../lambda/erasure/start-erasure-of-withdrawal.ts';
import { ANN, anErasedUser } from '../../support/lambda/an-erased-user.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { aSubjectHash } from '../../support/lambda/in-memory-tombstones.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

describe('a withdrawn consent', () => {
  it('erases its person once, however often its event arrives, and not what came later', async () => {
    const world = await anErasedUser(tables);
    const receipt = world.newIdentifier('vs').replace('vs_', 'cr_');
    const message = JSON.stringify({
      detail: {
        ...{ type: 'consent.withdrawn', subject: receipt, time: minutesAfter(10).toISOString() },
        data: { tenant: world.tenant, user_id: ANN, purpose: 'registration' },
      },
    });
    const start = () =>
      startErasureOfWithdrawal(parseWithdrawnConsent(message), { ...world.run, subjectHash: aSubjectHash });
    world.later(20 * 60_000);
    const { id } = await start();
    expect(id).toBe(receipt.replace('cr_', 'era_'));
    await world.finish(id);
    expect(await world.leftOf()).toEqual([]);
    const { session } = await world.enroll(ANN, minutesAfter(30));
    expect(await start()).toMatchObject({ id, state: 'completed' });
    expect(await world.ports.sessions.get(world.tenant, session.id)).toBeDefined();
  });

  it('is no other event', () => {
    const other = { type: 'consent.given', subject: 'cr_1', time: NOON.toISOString(), data: {} };
    expect(() => parseWithdrawnConsent(JSON.stringify({ detail: other }))).toThrow();
  });
});
