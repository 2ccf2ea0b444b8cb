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

  it('is erased by the erasure that runs, with what began since that was requested', async () => {
    const world = await anErasedUser(tables);
    world.later(20 * 60_000);
    const { id } = await world.request();
    await world.pass(id);
    await world.enroll(ANN, minutesAfter(30));
    world.later(20 * 60_000);
    const withdrawn_at = minutesAfter(35).toISOString();
    const withdrawal = { tenant: world.tenant, user_id: ANN, receipt_id: 'cr_2', withdrawn_at };
    const dependencies = { ...world.run, subjectHash: aSubjectHash };
    const before = world.sent.length;
    const started = () => startErasureOfWithdrawal(withdrawal, dependencies);
    expect(await started()).toMatchObject({ id, erased_at: withdrawn_at });
    expect(await world.run.tombstones.erasedAt(world.tenant, ANN)).toEqual(new Date(withdrawn_at));
    expect(world.sent.slice(before)).toEqual([{ tenant: world.tenant, id }]);
    const again = await started();
    expect(world.sent).toHaveLength(before + 1);
    // what began before the withdrawal may still write
    await world.pass(id);
    await world.pass(id);
    expect(await world.run.erasures.get(world.tenant, id)).toMatchObject({ state: 'running' });
    expect(await world.finish(id)).toMatchObject({ erased_at: again.erased_at });
    expect(await world.leftOf()).toEqual([]);
  });

  it('fails while the erasure that runs keeps changing, and is delivered again', async () => {
    const world = await anErasedUser(tables);
    await world.request();
    const erasures = { ...world.run.erasures, save: async () => false };
    const withdrawn_at = minutesAfter(5).toISOString();
    await expect(
      startErasureOfWithdrawal(
        { tenant: world.tenant, user_id: ANN, receipt_id: 'cr_2', withdrawn_at },
        { ...world.run, erasures, subjectHash: aSubjectHash },
      ),
    ).rejects.toThrow('keep changing');
    expect(await world.run.tombstones.erasedAt(world.tenant, ANN)).toEqual(new Date(withdrawn_at));
  });

  it('is no other event', () => {
    const other = { type: 'consent.given', subject: 'cr_1', time: NOON.toISOString(), data: {} };
    expect(() => parseWithdrawnConsent(JSON.stringify({ detail: other }))).toThrow();
  });
});
