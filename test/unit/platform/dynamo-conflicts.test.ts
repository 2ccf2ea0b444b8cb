import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFLICT_RETRY } from '../../../lambda/kernel/retry.ts';
import { isConflict, retryConflicts } from '../../../lambda/platform/dynamo-conflicts.ts';

/** Every code of a cancellation reason (API Reference, TransactionCanceledException). */
const CODES = [
  'None',
  'TransactionConflict',
  'ConditionalCheckFailed',
  'ItemCollectionSizeLimitExceeded',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'ValidationError',
] as const;

const canceledFor = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    $metadata: {},
    message: '',
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const CONFLICT = canceledFor('None', 'TransactionConflict');
const REFUSED_WRITE = new TransactionConflictException({ $metadata: {}, message: '' });

/** Fails with these errors, one after the other, and then answers. */
function failingWith(...errors: readonly unknown[]) {
  const waits: number[] = [];
  let tries = 0;
  return {
    waits,
    tries: () => tries,
    run: (random = 1, maxAttempts?: number) =>
      retryConflicts(
        async () => {
          const error = errors[tries];
          tries += 1;
          if (error !== undefined) throw error;
          return 'written';
        },
        {
          random: () => random,
          wait: async (milliseconds) => {
            waits.push(milliseconds);
          },
          ...(maxAttempts === undefined ? {} : { maxAttempts }),
        },
      ),
  };
}

describe('a conflict', () => {
  it('is a canceled transaction with no other reason than conflicts, of which there is one at least', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CODES), { maxLength: 100 }), (codes) => {
        const others = codes.filter((code) => code !== 'None' && code !== 'TransactionConflict');
        expect(isConflict(canceledFor(...codes))).toBe(
          others.length === 0 && codes.includes('TransactionConflict'),
        );
      }),
    );
  });

  it('is a single write that a transaction refuses', () => {
    expect(isConflict(REFUSED_WRITE)).toBe(true);
  });

  it.each([
    ['a condition that fails', new ConditionalCheckFailedException({ $metadata: {}, message: '' })],
    ['a cancellation without reasons', new TransactionCanceledException({ $metadata: {}, message: '' })],
    ['an error that only says so', new Error('TransactionConflict')],
    ['no error at all', 'TransactionConflict'],
  ])('is not %s', (_what, error) => {
    expect(isConflict(error)).toBe(false);
  });
});

describe('what meets another transaction', () => {
  it('is tried again at once, after a wait of up to 10, 20, 40, 80 and then 100 ms, until it does not', async () => {
    const work = failingWith(CONFLICT, REFUSED_WRITE, CONFLICT, CONFLICT, CONFLICT, CONFLICT);
    expect(await work.run()).toBe('written');
    expect(work.waits).toEqual([10, 20, 40, 80, 100, 100]);
  });

  it('waits for no time where none is drawn', async () => {
    const work = failingWith(CONFLICT, CONFLICT);
    await work.run(0);
    expect(work.waits).toEqual([0, 0]);
  });

  it('fails with its last conflict after ten tries', async () => {
    const errors = Array.from({ length: 20 }, () => canceledFor('TransactionConflict'));
    const work = failingWith(...errors);
    await expect(work.run()).rejects.toBe(errors[CONFLICT_RETRY.maxAttempts - 1]);
    expect(work.tries()).toBe(10);
    expect(work.waits).toHaveLength(9);
  });

  it('has as many tries as it is given', async () => {
    const work = failingWith(CONFLICT, CONFLICT, CONFLICT);
    await expect(work.run(1, 3)).rejects.toBe(CONFLICT);
    expect(work.tries()).toBe(3);
  });

  it('fails at once with anything that is no conflict, also after one', async () => {
    const refusal = canceledFor('ConditionalCheckFailed', 'TransactionConflict');
    const work = failingWith(CONFLICT, refusal);
    await expect(work.run()).rejects.toBe(refusal);
    expect(work.tries()).toBe(2);
  });

  it('is sent once where nothing is in its way', async () => {
    const work = failingWith();
    await work.run();
    expect([work.tries(), work.waits]).toEqual([1, []]);
  });
});
