import { describe, expect, it } from 'vitest';
import { transactionLines } from '../../../src/capture/verification/transaction-lines.ts';

const linesOf = (value: unknown) =>
  transactionLines(value).map(({ path, text }) => `${path.join(' › ')}: ${text}`);

describe('the lines of a transaction', () => {
  it('show one value each, with the names that lead to it', () => {
    const nested = { a: [1, 2, { x: null }] };
    expect(linesOf({ due_date: '2026-03-01', amount: 12.5, nested })).toEqual([
      'due date: 2026-03-01',
      'amount: 12.5',
      'nested › a › 1: 1',
      'nested › a › 2: 2',
      'nested › a › 3 › x: null',
    ]);
  });

  it('leave out nothing that is approved, such as an empty list', () => {
    expect(linesOf({ fees: [], options: {}, express: false })).toEqual([
      'fees: -',
      'options: -',
      'express: false',
    ]);
  });
});
