import { describe, expect, it } from 'vitest';
import { ConsentWithdrawn, consentedCollections } from '../../../lambda/enrollment/consented-collections.ts';
import { aReceipt, aWithdrawnReceipt } from '../../support/lambda/a-consent.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';

const COLLECTION = 'face-idv.acme.g1.0';
const IMAGE = new TextEncoder().encode('ann|1');

function aWorld(receipt = aReceipt()) {
  const collections = new InMemoryCollections();
  const receipts = new InMemoryReceipts(receipt);
  const consenting = { tenant: TENANT, user_id: 'user-1', receipt_id: 'cr_1' };
  return { collections, receipts, consented: consentedCollections(collections, consenting, { receipts }) };
}

describe('collections of a person who has consented', () => {
  it('are searched, indexed into and deleted from', async () => {
    const { consented, collections } = aWorld();
    const indexed = await consented.index(COLLECTION, IMAGE, 'img_1', 'registration');
    expect((await consented.search(COLLECTION, IMAGE, 90))?.faces).toHaveLength(1);
    await consented.delete(COLLECTION, [indexed?.face.face_id ?? ''], 'undo');
    expect((await collections.search(COLLECTION, IMAGE, 90))?.faces).toEqual([]);
  });

  it('take no further face once consent is withdrawn, and still give up those that they have', async () => {
    const { consented, collections } = aWorld(aWithdrawnReceipt());
    await expect(consented.index(COLLECTION, IMAGE, 'img_1', 'copy')).rejects.toThrow(ConsentWithdrawn);
    expect((await collections.search(COLLECTION, IMAGE, 90))?.faces ?? []).toEqual([]);
    const face = collections.add(COLLECTION, 'ann');
    await consented.delete(COLLECTION, [face], 'undo');
    expect((await collections.search(COLLECTION, IMAGE, 90))?.faces).toEqual([]);
  });
});
