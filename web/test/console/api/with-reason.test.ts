import { describe, expect, it } from 'vitest';
import { MAX_REASON, reasonFault, withReason } from '../../../src/console/api/with-reason.ts';

const sent = (reason: string): string => withReason(reason)['Audit-Reason'];

describe('the reason of an operator', () => {
  it.each(['identity proven by phone, ticket 4711', 'über 100 % sicher – 見た 👍', '50%25'])(
    'arrives as it was written: %s',
    (reason) => {
      expect(sent(reason)).toMatch(/^[\x20-\x7e]+$/);
      expect(decodeURIComponent(sent(reason))).toBe(reason);
    },
  );

  it('is sent without what surrounds it', () => {
    expect(sent('  ticket 4711 ')).toBe('ticket 4711');
  });

  it('is there, on one line, and no longer than the API takes', () => {
    expect(reasonFault('ticket 4711')).toBeUndefined();
    expect(reasonFault('x'.repeat(MAX_REASON))).toBeUndefined();
    expect(reasonFault('  ')).toContain('Say why');
    expect(reasonFault('x'.repeat(MAX_REASON + 1))).toContain('has 201');
    expect(reasonFault('two\nlines')).toContain('one line');
  });
});
