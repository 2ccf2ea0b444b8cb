import { describe, expect, it } from 'vitest';
import { longestChain, runsIn, tracedInvocation } from '../../src/lambda/lineage.ts';

const ONE = 'arn:aws:lambda:us-east-1:000000000000:function:one';
const OTHER = 'arn:aws:lambda:us-east-1:000000000000:function:other';
const invocation = {
  requestId: '01234567-89ab-cdef-0123-456789abcdef',
  now: Date.parse('2026-03-01T12:00:00Z'),
};
const ROOT = 'Root=1-69a42a40-0123456789abcdef01234567;Sampled=0';

/** The header after the functions have run in this order. */
const chain = (...functions: string[]) =>
  functions.reduce<string | undefined>((header, arn) => tracedInvocation(header, arn, invocation), undefined);

describe('the trace header of an invocation', () => {
  it('begins a chain of AWS’s form with its own run', () => {
    expect(chain(ONE)).toMatch(new RegExp(`^${ROOT};Lineage=[0-9a-f]{8}:1$`));
  });

  it('goes on with the chain of what it was invoked for, and counts each function', () => {
    const header = chain(ONE, OTHER, ONE, ONE);

    expect(header).toMatch(new RegExp(`^${ROOT};Lineage=[0-9a-f]{8}:3\\|[0-9a-f]{8}:1$`));
    expect(runsIn(header, ONE)).toBe(3);
    expect(runsIn(header, OTHER)).toBe(1);
  });

  it('keeps the trace of a sender that counts no lineage', () => {
    const given = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

    expect(tracedInvocation(given, ONE, invocation)).toMatch(/^Root=1-5759e988-.*;Sampled=1;Lineage=\w+:1$/);
  });

  it.each([undefined, '', 'Lineage=', 'Lineage=x', 'Lineage=:::|;Root=1'])(
    'counts no run in %j',
    (header) => {
      expect(runsIn(header, ONE)).toBe(0);
      expect(runsIn(tracedInvocation(header, ONE, invocation), ONE)).toBe(1);
    },
  );
});

it('a batch is counted by the message whose chain is the longest for the function', () => {
  const long = chain(ONE, ONE) ?? '';
  const ofOthers = chain(OTHER, OTHER, OTHER, ONE) ?? '';

  expect(longestChain([ofOthers, long], ONE)).toBe(long);
  expect(longestChain([], ONE)).toBeUndefined();
});
