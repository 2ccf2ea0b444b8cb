import {
  type ConsentReceipt,
  givenEvent,
  isValid,
  withdrawnEvent,
} from '../../../lambda/consents/domain/consent-receipt.ts';
import {
  type ConsentTextContent,
  type ConsentTextEntry,
  isSamePlace,
} from '../../../lambda/consents/domain/consent-text.ts';
import type { ConsentReceipts } from '../../../lambda/consents/ports/consent-receipts.ts';
import type { ConsentTexts } from '../../../lambda/consents/ports/consent-texts.ts';
import type { OutboxEvent } from '../../../lambda/kernel/outbox-event.ts';

/** Receipts as the control table keeps them, with its conditions. */
export class InMemoryReceipts implements ConsentReceipts {
  readonly receipts = new Map<string, ConsentReceipt>();
  readonly events: OutboxEvent[] = [];

  constructor(...receipts: readonly ConsentReceipt[]) {
    for (const receipt of receipts) this.receipts.set(keyOf(receipt), receipt);
  }

  get: ConsentReceipts['get'] = async (tenant, user_id, id) =>
    this.receipts.get(keyOf({ tenant, user_id, id }));

  ofUser: ConsentReceipts['ofUser'] = async (tenant, userId) =>
    [...this.receipts.values()]
      .filter((receipt) => receipt.tenant === tenant && receipt.user_id === userId)
      .toSorted((one, other) => other.id.localeCompare(one.id));

  give: ConsentReceipts['give'] = async (receipt) => this.write(receipt);

  /** Writes a receipt as a transaction of others does. */
  write(receipt: ConsentReceipt): boolean {
    if (this.receipts.has(keyOf(receipt))) return false;
    this.receipts.set(keyOf(receipt), receipt);
    this.events.push(givenEvent(receipt));
    return true;
  }

  /** Whether a receipt is there and not withdrawn. */
  holds(receipt: Pick<ConsentReceipt, 'tenant' | 'user_id' | 'id'>): boolean {
    const held = this.receipts.get(keyOf(receipt));
    return held !== undefined && isValid(held);
  }

  withdraw: ConsentReceipts['withdraw'] = async (named, withdrawn) => {
    if (!withdrawn.every((receipt) => this.holds(receipt))) return false;
    for (const receipt of withdrawn) this.receipts.set(keyOf(receipt), receipt);
    this.events.push(withdrawnEvent(named, withdrawn.length, new Date(named.withdrawn_at ?? 0)));
    return true;
  };
}

const keyOf = ({ tenant, user_id, id }: Pick<ConsentReceipt, 'tenant' | 'user_id' | 'id'>): string =>
  `${tenant} ${user_id} ${id}`;

/** Texts as the control table keeps them, with its conditions. */
export class InMemoryConsentTexts implements ConsentTexts {
  readonly entries: ConsentTextEntry[] = [];
  readonly contents = new Map<string, ConsentTextContent>();

  list: ConsentTexts['list'] = async (tenant, noticeVersion) =>
    this.entries.filter(
      (entry) =>
        entry.tenant === tenant && (noticeVersion === undefined || entry.notice_version === noticeVersion),
    );

  content: ConsentTexts['content'] = async (tenant, sha256) => {
    const content = this.contents.get(`${tenant} ${sha256}`);
    if (!content) throw new Error(`the consent text with hash ${sha256} is gone`);
    return content;
  };

  add: ConsentTexts['add'] = async ({ entry, content }) => {
    this.contents.set(`${entry.tenant} ${entry.sha256}`, content);
    const isTaken = this.entries.some((other) => other.tenant === entry.tenant && isSamePlace(other, entry));
    if (isTaken) return false;
    this.entries.push(entry);
    return true;
  };
}
