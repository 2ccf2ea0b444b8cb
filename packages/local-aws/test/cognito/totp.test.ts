import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTotpSecret, matchingStep, totpCode } from '../../src/cognito/totp.ts';

/** `12345678901234567890`, the key of RFC 6238 appendix B, in base32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const STEP_MS = 30_000;

describe('one-time passwords', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at second %i', (second, code) => {
    expect(totpCode(RFC_SECRET, second * 1000)).toBe(code);
  });

  it('are accepted one step early or late, and no further', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000_000, max: 60_000_000 }),
        fc.integer({ min: -1, max: 1 }),
        (step, drift) => {
          const secret = makeTotpSecret();
          const code = totpCode(secret, (step + drift) * STEP_MS);
          expect([step - 1, step, step + 1]).toContain(matchingStep(secret, code, step * STEP_MS));
        },
      ),
      { numRuns: 50 },
    );
    const now = 50_000_000 * STEP_MS;
    const late = totpCode(RFC_SECRET, now - 2 * STEP_MS);
    expect(matchingStep(RFC_SECRET, late, now)).toBeUndefined();
  });

  it('come from a new secret each time', () => {
    expect(makeTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(makeTotpSecret()).not.toBe(makeTotpSecret());
  });
});
