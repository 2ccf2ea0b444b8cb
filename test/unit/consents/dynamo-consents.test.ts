import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptCheck, receiptItems } from '../../../lambda/consents/adapters/dynamo-consent-items.ts';
import { createDynamoConsentReceipts } from '../../../lambda/consents/adapters/dynamo-consent-receipts.ts';
import { createDynamoConsentTexts } from '../../../lambda/consents/adapters/dynamo-consent-texts.ts';
import { withdraw } from '../../../lambda/consents/domain/consent-receipt.ts';
import type { ConsentReceipts } from '../../../lambda/consents/ports/consent-receipts.ts';
import type { ConsentTexts } from '../../../lambda/consents/ports/consent-texts.ts';
import { outboxEvent } from '../../../lambda/kernel/outbox-event.ts';
import { consentTextKey, outboxKey } from '../../../lambda/platform/dynamo-keys.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import { aConsentText, aReceipt } from '../../support/lambda/a-consent.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryConsentTexts, InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

describe.each<[string, () => ConsentReceipts]>([
  ['DynamoDB', () => createDynamoConsentReceipts(tables.documents, tables.control)],
  ['memory', () => new InMemoryReceipts()],
])('the receipts in %s', (name, open) => {
  const tenant = `receipts-in-${name.toLowerCase()}`;
  const first = aReceipt({ tenant });
  const second = aReceipt({ tenant, id: 'cr_2', purpose: 'authentication' });
  let receipts: ConsentReceipts;
  beforeAll(() => {
    receipts = open();
  });

  it('are none at first', async () => {
    expect(await receipts.get(tenant, 'user-1', 'cr_1')).toBeUndefined();
    expect(await receipts.ofUser(tenant, 'user-1')).toEqual([]);
  });

  it('are written once, and listed from the newest on', async () => {
    expect(await receipts.give(first)).toBe(true);
    expect(await receipts.give({ ...first, notice_version: 'other' })).toBe(false);
    expect(await receipts.give(second)).toBe(true);
    expect(await receipts.get(tenant, 'user-1', 'cr_1')).toEqual(first);
    expect(await receipts.ofUser(tenant, 'user-1')).toEqual([second, first]);
    expect(await receipts.ofUser(tenant, 'user-2')).toEqual([]);
    expect(await receipts.get('other', 'user-1', 'cr_1')).toBeUndefined();
  });

  it('are withdrawn together, once', async () => {
    const withdrawn = [first, second].map((receipt) => withdraw(receipt, 'person', minutesAfter(1)));
    const [named = first] = withdrawn;
    expect(await receipts.withdraw(named, withdrawn)).toBe(true);
    expect(await receipts.ofUser(tenant, 'user-1')).toEqual(withdrawn.toReversed());
    const again = withdraw(second, 'operator', minutesAfter(2));
    expect(await receipts.withdraw(again, [again])).toBe(false);
    const absent = withdraw(aReceipt({ tenant, id: 'cr_9' }), 'operator', minutesAfter(2));
    expect(await receipts.withdraw(absent, [absent])).toBe(false);
    expect(await receipts.get(tenant, 'user-1', 'cr_9')).toBeUndefined();
  });
});

describe('what DynamoDB writes of a receipt', () => {
  it('holds the reports of giving and of withdrawing, which no later write replaces', async () => {
    const tenant = 'reported';
    const receipts = createDynamoConsentReceipts(tables.documents, tables.control);
    const receipt = aReceipt({ tenant });
    await receipts.give(receipt);
    const after = withdraw(receipt, 'person', minutesAfter(1));
    await receipts.withdraw(after, [after]);
    const read = async (id: string) => {
      const Key = outboxKey(tenant, id);
      const { Item } = await tables.documents.send(new GetCommand({ TableName: tables.control, Key }));
      return outboxEvent.parse(Item).type;
    };
    expect(await read('cr_1:given')).toBe('consent.given');
    expect(await read('cr_1:withdrawn')).toBe('consent.withdrawn');
  });

  it('lets a transaction pass only while the receipt is valid', async () => {
    const receipt = aReceipt({ tenant: 'checked' });
    const check = () => transact(tables.documents, [receiptCheck(tables.control, receipt)]);
    expect(await check()).toBe(false);
    await transact(tables.documents, receiptItems(tables.control, receipt));
    expect(await check()).toBe(true);
    const after = withdraw(receipt, 'person', minutesAfter(1));
    await createDynamoConsentReceipts(tables.documents, tables.control).withdraw(after, [after]);
    expect(await check()).toBe(false);
  });
});

describe.each<[string, () => ConsentTexts]>([
  ['DynamoDB', () => createDynamoConsentTexts(tables.documents, tables.control)],
  ['memory', () => new InMemoryConsentTexts()],
])('the texts in %s', (name, open) => {
  const tenant = `texts-in-${name.toLowerCase()}`;
  const ofTenant = (changes: Parameters<typeof aConsentText>[0] = {}) => {
    const { entry, content } = aConsentText(changes);
    return { entry: { ...entry, tenant }, content };
  };
  let texts: ConsentTexts;
  beforeAll(() => {
    texts = open();
  });

  it('are stored once, and found by version and hash', async () => {
    const text = ofTenant();
    expect(await texts.list(tenant)).toEqual([]);
    expect(await texts.add(text)).toBe(true);
    expect(await texts.add(text)).toBe(false);
    expect(await texts.add(ofTenant({ body: 'Another' }))).toBe(false);
    const german = ofTenant({ locale: 'de' });
    const later = ofTenant({ notice_version: '2026-01b' });
    expect(await texts.add(german)).toBe(true);
    expect(await texts.add(later)).toBe(true);
    expect(await texts.list(tenant, '2026-01')).toEqual(expect.arrayContaining([text.entry, german.entry]));
    expect(await texts.list(tenant, '2026-01')).toHaveLength(2);
    expect(await texts.list(tenant)).toHaveLength(3);
    expect(await texts.list('other')).toEqual([]);
    expect(await texts.content(tenant, text.entry.sha256)).toEqual(text.content);
    await expect(texts.content(tenant, '0'.repeat(64))).rejects.toThrow('is gone');
  });
});

it('fails when a stored text is not the one that its hash names', async () => {
  const { entry, content } = aConsentText();
  const texts = createDynamoConsentTexts(tables.documents, tables.control);
  await texts.add({ entry: { ...entry, tenant: 'forged' }, content });
  const forged = { ...consentTextKey('forged', entry.sha256), content: { ...content, body: 'We sell it.' } };
  await tables.documents.send(new PutCommand({ TableName: tables.control, Item: forged }));
  await expect(texts.content('forged', entry.sha256)).rejects.toThrow('was changed');
});
