import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../lambda/kernel/problem.ts';
import { auditReasonOf, MAX_AUDIT_REASON } from '../../../lambda/platform/audit-reason.ts';
import { anApiEvent } from '../../support/lambda/api-event.ts';

const reasonOf = (header: string | undefined, reasonRequired?: true) =>
  auditReasonOf(anApiEvent(header === undefined ? {} : { headers: { 'audit-REASON': header } }), {
    action: 'thing.delete',
    ...(reasonRequired ? { reasonRequired } : {}),
  });

describe('the reason of an operator', () => {
  it('is what they wrote, if its other than ASCII characters are percent-encoded', () => {
    expect(reasonOf('ticket 4711')).toBe('ticket 4711');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const reason = text.trim();
        fc.pre(reason !== '' && reason.length <= MAX_AUDIT_REASON && !/\p{Cc}/u.test(reason));
        expect(reasonOf(encodeURIComponent(reason))).toBe(reason);
      }),
    );
  });

  it('may be left out where it is not required', () => {
    expect(reasonOf(undefined)).toBeUndefined();
    expect(reasonOf(' ')).toBeUndefined();
  });

  it.each([
    ['missing where it is required', undefined, 'is missing'],
    ['empty where it is required', '  ', 'is missing'],
    ['too long', 'x'.repeat(MAX_AUDIT_REASON + 1), 'has 201'],
    ['with characters that are not encoded', 'r\u00c3\u00a9sili\u00c3\u00a9', 'percent-encode'],
    ['with a line break', 'a%0Ab', 'printable'],
    ['with a bare percent sign', '100% sure', 'write it as %25'],
  ])('is refused if it is %s', (_what, header, message) => {
    expect(() => reasonOf(header, true)).toThrow(Problem);
    try {
      reasonOf(header, true);
    } catch (error) {
      expect(error).toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining(message),
        extensions: { errors: [{ path: 'Audit-Reason' }] },
      });
    }
  });
});
