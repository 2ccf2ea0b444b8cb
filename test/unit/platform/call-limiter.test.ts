import { expect, it } from 'vitest';
import { type CallDecision, refuseTooManyCalls } from '../../../lambda/platform/call-limiter.ts';
import { aCaller } from '../../support/lambda/builders.ts';

const refuse = (decision: CallDecision) => refuseTooManyCalls(aCaller(), { take: async () => decision });

it('lets a granted call pass', async () => {
  await expect(refuse({ granted: true })).resolves.toBeUndefined();
});

it.each([
  ['subject', 200, 1, 'of this caller'],
  ['tenant', 1001, 2, 'of your organization'],
] as const)(
  'refuses a call over the limit of the %s, and says when to retry',
  async (limit, waitMs, seconds, whose) => {
    await expect(refuse({ granted: false, limit, waitMs })).rejects.toMatchObject({
      code: 'too_many_requests',
      message: expect.stringContaining(whose),
      extensions: { retry_after_seconds: seconds },
    });
  },
);
