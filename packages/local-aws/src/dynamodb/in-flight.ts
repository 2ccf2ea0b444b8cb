import { AwsError } from '../aws-error.ts';

/*
 * Items of requests in progress, and the requests that conflict with them. Rules of the Developer Guide,
 * "Amazon DynamoDB Transactions: How it works", section "Transaction conflict handling", and of the API
 * Reference:
 *
 * - PutItem, UpdateItem and DeleteItem fail with TransactionConflictException
 *   if their item is part of an ongoing TransactWriteItems.
 * - TransactWriteItems is canceled if one of its items is part of another ongoing TransactWriteItems, even if
 *   both only check it, or if "an ongoing operation is in the process of updating the same item".
 * - TransactGetItems is canceled if one of its items is part of
 *   an ongoing write, or of one that starts during the read.
 * - GetItem never conflicts; neither do single writes of one item with each other.
 * - "The TransactionConflict CloudWatch metric is incremented for each failed item-level request."
 */

/** Message of the reason `TransactionConflict` in the API Reference. */
const CONFLICT_MESSAGE = 'Transaction is ongoing for the item';
/** Cancellation reason of an item that is part of another request. */
export const CONFLICT_REASON = { Code: 'TransactionConflict', Message: CONFLICT_MESSAGE } as const;

/** An item of a table. */
export interface ItemReference {
  readonly table: string;
  /** Unique among the items of all tables. */
  readonly key: string;
  /** Its key values, readable. */
  readonly name: string;
}

/** Conflicts since the start. */
export interface Contention {
  /** Committed TransactWriteItems requests. */
  readonly committed: number;
  /** TransactWriteItems and TransactGetItems requests canceled by a conflict, alone or with other reasons. */
  readonly canceled: number;
  /** Single writes rejected by a conflict. */
  readonly rejected: number;
  /** Item-level rejections per item, by its table and key values, separated by spaces. */
  readonly items: ReadonlyMap<string, number>;
}

/** Requests in progress, in memory: those in progress when a process dies never happened. */
export interface InFlight {
  /** @throws AwsError TransactionInProgressException while a request with the same token is under way */
  once<Answer>(token: string, work: () => Promise<Answer>): Promise<Answer>;
  /**
   * Holds items for a write transaction until `work` is done.
   * @param refuse called instead if any item is held, with the items that are
   */
  transaction<Answer>(
    items: readonly ItemReference[],
    work: () => Promise<Answer>,
    refuse: (conflicts: readonly boolean[]) => Promise<Answer>,
  ): Promise<Answer>;
  /**
   * Holds an item for a single write until `work` is done.
   * @throws AwsError TransactionConflictException if a transaction holds it
   */
  write<Answer>(item: ItemReference, work: () => Promise<Answer>): Promise<Answer>;
  /** The same for each write of a batch. @param work called with the items that a transaction holds */
  batch<Answer>(
    items: readonly ItemReference[],
    work: (conflicts: readonly boolean[]) => Promise<Answer>,
  ): Promise<Answer>;
  /** Reads items together. @param refuse called if any item is, or was during the read, written */
  read<Answer>(
    items: readonly ItemReference[],
    work: () => Promise<Answer>,
    refuse: (conflicts: readonly boolean[]) => Promise<Answer>,
  ): Promise<Answer>;
  contention(): Contention;
}

/** A transactional read in progress, and the items written since it started. */
interface Reader {
  readonly keys: readonly string[];
  readonly overtaken: Set<string>;
}

/** @param onConflict called for each item-level rejection */
export function createInFlight(onConflict: (table: string) => void = () => {}): InFlight {
  const inTransactions = new Set<string>();
  const singleWrites = new Map<string, number>();
  const readers = new Set<Reader>();
  const tokens = new Set<string>();
  const rejections = new Map<string, number>();
  let committed = 0;
  let canceled = 0;
  let rejected = 0;

  const isWritten = ({ key }: ItemReference): boolean => inTransactions.has(key) || singleWrites.has(key);
  const isInTransaction = ({ key }: ItemReference): boolean => inTransactions.has(key);
  const count = (items: readonly ItemReference[], conflicts: readonly boolean[]): void => {
    for (const [index, { table, name }] of items.entries()) {
      if (!conflicts[index]) continue;
      const item = `${table} ${name}`;
      rejections.set(item, (rejections.get(item) ?? 0) + 1);
      onConflict(table);
    }
  };
  const cancel = (items: readonly ItemReference[], conflicts: readonly boolean[]): void => {
    canceled += 1;
    count(items, conflicts);
  };
  const overtakeReaders = (items: readonly ItemReference[]): void => {
    for (const { keys, overtaken } of readers)
      for (const { key } of items) if (keys.includes(key)) overtaken.add(key);
  };
  const holdWrites = async <Answer>(
    items: readonly ItemReference[],
    work: () => Promise<Answer>,
  ): Promise<Answer> => {
    overtakeReaders(items);
    for (const { key } of items) singleWrites.set(key, (singleWrites.get(key) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const { key } of items) {
        const others = (singleWrites.get(key) ?? 0) - 1;
        if (others > 0) singleWrites.set(key, others);
        else singleWrites.delete(key);
      }
    }
  };

  return {
    async once(token, work) {
      if (tokens.has(token))
        throw new AwsError(
          'TransactionInProgressException',
          'The transaction with the given request token is already in progress.',
        );
      tokens.add(token);
      try {
        return await work();
      } finally {
        tokens.delete(token);
      }
    },

    async transaction(items, work, refuse) {
      const conflicts = items.map(isWritten);
      if (conflicts.includes(true)) {
        cancel(items, conflicts);
        return refuse(conflicts);
      }
      overtakeReaders(items);
      for (const { key } of items) inTransactions.add(key);
      try {
        const answer = await work();
        committed += 1;
        return answer;
      } finally {
        for (const { key } of items) inTransactions.delete(key);
      }
    },

    async write(item, work) {
      if (isInTransaction(item)) {
        rejected += 1;
        count([item], [true]);
        throw new AwsError('TransactionConflictException', CONFLICT_MESSAGE);
      }
      return holdWrites([item], work);
    },

    async batch(items, work) {
      const conflicts = items.map(isInTransaction);
      rejected += conflicts.filter(Boolean).length;
      count(items, conflicts);
      const free = items.filter((_, index) => !conflicts[index]);
      return holdWrites(free, () => work(conflicts));
    },

    async read(items, work, refuse) {
      const atStart = items.map(isWritten);
      const reader: Reader = { keys: items.map(({ key }) => key), overtaken: new Set() };
      readers.add(reader);
      try {
        const answer = atStart.includes(true) ? undefined : { read: await work() };
        const conflicts = items.map(({ key }, index) => atStart[index] === true || reader.overtaken.has(key));
        if (answer && !conflicts.includes(true)) return answer.read;
        cancel(items, conflicts);
        return await refuse(conflicts);
      } finally {
        readers.delete(reader);
      }
    },

    contention: () => ({ committed, canceled, rejected, items: new Map(rejections) }),
  };
}
