import { describe, expect, it } from 'vitest';
import { textOf } from '../../../lambda/consents/domain/consent-text.ts';
import { drawUpReceipt, receiptFor } from '../../../lambda/consents/draw-up-receipt.ts';
import {
  aConsentContent,
  aConsentText,
  aReceipt,
  aWithdrawnReceipt,
  someConsents,
} from '../../support/lambda/a-consent.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';

const RECIPIENT = {
  tenant: TENANT,
  id: 'cr_2',
  user_id: 'user-1',
  purpose: 'identity_verification',
  channel: 'app',
  recorded_by: 'person',
} as const;
const aWorld = (receipts = new InMemoryReceipts()) => ({ ...someConsents(receipts), clock: () => NOON });

describe('drawing up a receipt', () => {
  it('names the text that fits the person, and has it stored', async () => {
    const world = aWorld();
    const { receipt, standing, earlier } = await drawUpReceipt(
      { notice_version: '2026-01', locale: 'fr' },
      RECIPIENT,
      world,
    );
    expect(receipt).toEqual(aReceipt({ id: 'cr_2' }));
    expect([standing, earlier]).toEqual([undefined, []]);
    const { entry } = textOf(aConsentContent(), {
      tenant: TENANT,
      origin: 'stage',
      published_at: NOON.toISOString(),
    });
    expect(world.texts.entries).toEqual([entry]);
    await drawUpReceipt({ notice_version: '2026-01' }, RECIPIENT, world);
    expect(world.texts.entries).toHaveLength(1);
  });

  it('keeps to the text that was stored first, whatever the config says since', async () => {
    const world = aWorld();
    await drawUpReceipt({ notice_version: '2026-01' }, RECIPIENT, world);
    const edited = { ...world, stageTexts: [aConsentContent({ body: 'Edited' })] };
    const { receipt } = await drawUpReceipt({ notice_version: '2026-01' }, RECIPIENT, edited);
    expect(receipt.text_sha256).toBe(aConsentText().entry.sha256);
  });

  it('takes the text that somebody else has stored in its place meanwhile', async () => {
    const world = aWorld();
    const theirs = aConsentText({ body: 'Theirs' });
    const texts = {
      list: world.texts.list,
      content: world.texts.content,
      add: async () => {
        await world.texts.add(theirs);
        return false;
      },
    };
    const { receipt } = await drawUpReceipt({ notice_version: '2026-01' }, RECIPIENT, { ...world, texts });
    expect(receipt.text_sha256).toBe(theirs.entry.sha256);
  });

  it('finds the valid receipt for the same text, and lists all', async () => {
    const withdrawn = aWithdrawnReceipt({ id: 'cr_0' });
    const drawn = (receipts: InMemoryReceipts) =>
      drawUpReceipt({ notice_version: '2026-01' }, RECIPIENT, aWorld(receipts));
    const { standing, earlier } = await drawn(new InMemoryReceipts(withdrawn, aReceipt()));
    expect(standing).toEqual(aReceipt());
    expect(earlier).toEqual([aReceipt(), withdrawn]);
    expect((await drawn(new InMemoryReceipts(withdrawn))).standing).toBeUndefined();
  });

  it("has the jurisdiction of the text, not the person's", () => {
    const { entry } = aConsentText({ jurisdiction: 'US' });
    expect(receiptFor(entry, RECIPIENT, NOON)).toMatchObject({ jurisdiction: 'US', locale: 'en' });
  });
});
