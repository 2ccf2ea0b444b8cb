import { describe, expect, it } from 'vitest';
import { withdrawConsent } from '../../../lambda/consents/withdraw-consent.ts';
import { aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';
import { aBackend, aCaller, anOperator, minutesAfter, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aWorld(...held: Parameters<typeof aReceipt>[0][]) {
  const { emit, metrics } = recordedMetrics();
  const receipts = new InMemoryReceipts(...held.map((changes) => aReceipt(changes)));
  return { receipts, clock: () => minutesAfter(5), emit, metrics };
}

describe('withdrawing consent', () => {
  it('ends every valid receipt of the person, with one report', async () => {
    const world = aWorld({}, { id: 'cr_2', purpose: 'authentication' }, { user_id: 'user-2' });
    const view = await withdrawConsent(aCaller(), 'cr_1', undefined, world);
    expect(view).toMatchObject({ id: 'cr_1', status: 'withdrawn', withdrawn_by: 'person' });
    const after = await world.receipts.ofUser(TENANT, 'user-1');
    expect(after.map(({ withdrawn_at }) => withdrawn_at)).toEqual(
      Array.from({ length: 2 }, () => minutesAfter(5).toISOString()),
    );
    expect(world.receipts.events).toMatchObject([
      { type: 'consent.withdrawn', subject: 'cr_1', user_id: 'user-1', details: { receipts: 2 } },
    ]);
    expect(world.receipts.holds(aReceipt({ user_id: 'user-2' }))).toBe(true);
    expect(world.metrics).toEqual([{ name: 'ConsentWithdrawn', value: 1, dimensions: { By: 'person' } }]);
  });

  it.each([
    ['backend', aBackend()],
    ['operator', anOperator()],
  ])('is recorded as that of a %s', async (by, caller) => {
    const view = await withdrawConsent(caller, 'cr_1', 'user-1', aWorld({}));
    expect(view.withdrawn_by).toBe(by);
  });

  it('again changes nothing, not even what was consented to since', async () => {
    const world = aWorld(aWithdrawnReceipt(), { id: 'cr_2' });
    const view = await withdrawConsent(aCaller(), 'cr_1', undefined, world);
    expect(view).toMatchObject({ withdrawn_at: aWithdrawnReceipt().withdrawn_at });
    expect(world.receipts.holds(aReceipt({ id: 'cr_2' }))).toBe(true);
    expect([world.metrics, world.receipts.events]).toEqual([[], []]);
  });

  it('is refused for a receipt that the user does not have, and by another person', async () => {
    const world = aWorld({ user_id: 'user-2' });
    const absent = withdrawConsent(aCaller(), 'cr_1', undefined, world);
    await expect(absent).rejects.toMatchObject({ code: 'not_found' });
    const foreign = withdrawConsent(aCaller(), 'cr_1', 'user-2', world);
    await expect(foreign).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('goes on where another receipt was withdrawn at the same moment, and fails when it never can', async () => {
    const world = aWorld({}, { id: 'cr_2' });
    let refusals = 1;
    const receipts = {
      ofUser: world.receipts.ofUser,
      withdraw: async (...args: Parameters<InMemoryReceipts['withdraw']>) => {
        refusals -= 1;
        return refusals < 0 && world.receipts.withdraw(...args);
      },
    };
    const view = await withdrawConsent(aCaller(), 'cr_1', undefined, { ...world, receipts });
    expect(view.status).toBe('withdrawn');
    refusals = 100;
    const stuck = aWorld({});
    const never = { ...receipts, ofUser: stuck.receipts.ofUser };
    await expect(
      withdrawConsent(aCaller(), 'cr_1', undefined, { ...stuck, receipts: never }),
    ).rejects.toThrow('in each of 5 attempts');
  });
});
