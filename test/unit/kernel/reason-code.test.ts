import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isReasonCode,
  REASON_CODES,
  REASONS,
  reasonOfFault,
  userMessageOf,
} from '../../../lambda/kernel/reason-code.ts';

const codes = fc.array(fc.constantFrom(...REASON_CODES), { minLength: 1, maxLength: 6 });

describe('what a client is told', () => {
  it('is the same for everything that a fraudster must not learn, whatever else was wrong', () => {
    const confidential = fc.constantFrom(
      'duplicate_face' as const,
      'possible_duplicate' as const,
      'duplicate_image' as const,
    );
    fc.assert(
      fc.property(confidential, codes, (secret, others) => {
        expect(userMessageOf([...others, secret])).toEqual({
          retryable: false,
          user_message_key: 'verification_declined',
        });
      }),
    );
  });

  it('never means a duplicate alone: attempts that are used up look the same', () => {
    const secret = userMessageOf(['duplicate_face']);
    const alike = REASON_CODES.filter(
      (code) => userMessageOf([code])?.user_message_key === secret?.user_message_key,
    );
    expect(alike).toContain('attempts_exhausted');
    for (const code of alike) expect(userMessageOf([code])).toEqual(secret);
  });

  it('is retryable only where every reason is', () => {
    fc.assert(
      fc.property(codes, (reasons) => {
        expect(userMessageOf(reasons)?.retryable).toBe(reasons.every((code) => REASONS[code].retryable));
      }),
    );
  });

  it('never names a code', () => {
    for (const code of REASON_CODES) expect(isReasonCode(REASONS[code].user_message_key)).toBe(false);
  });

  it('is nothing where there is no reason', () => {
    expect(userMessageOf([])).toBeUndefined();
  });
});

describe('the reason of a fault', () => {
  it.each([
    ['SearchIncomplete', 'search_incomplete'],
    ['SearchRefused', 'search_incomplete'],
    ['UnknownFaceModelVersion', 'model_version_unsupported'],
    ['ThrottlingException', 'upstream_throttled'],
    ['ProvisionedThroughputExceededException', 'upstream_throttled'],
    ['InternalServerError', 'upstream_unavailable'],
    ['ServiceUnavailableException', 'upstream_unavailable'],
    ['TimeoutError', 'upstream_unavailable'],
    ['TypeError', 'internal_error'],
  ])('follows from the name of the error: %s is %s', (error, reason) => {
    expect(reasonOfFault(error)).toBe(reason);
  });
});
