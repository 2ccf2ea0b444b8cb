import { expect, it } from 'vitest';
import { listConsents } from '../../../lambda/consents/list-consents.ts';
import { aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';
import { aBackend, aCaller } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';

const receipts = new InMemoryReceipts(
  aWithdrawnReceipt(),
  aReceipt({ id: 'cr_2' }),
  aReceipt({ user_id: 'user-2' }),
);

it("lists a user's receipts, newest first, for the person and a backend", async () => {
  const shown = [
    { id: 'cr_2', status: 'given' },
    { id: 'cr_1', status: 'withdrawn' },
  ];
  expect((await listConsents(aCaller(), undefined, { receipts })).data).toMatchObject(shown);
  expect((await listConsents(aBackend(), 'user-1', { receipts })).data).toMatchObject(shown);
  await expect(listConsents(aCaller(), 'user-2', { receipts })).rejects.toMatchObject({ code: 'forbidden' });
});
