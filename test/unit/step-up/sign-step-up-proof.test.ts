import { expect, it } from 'vitest';
import { signStepUpProof } from '../../../lambda/step-up/sign-step-up-proof.ts';
import { aStepUp } from '../../support/lambda/a-step-up.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aDesk(minutes: number) {
  const { emit, metrics } = recordedMetrics();
  const signer = { sign: async (_type: string, claims: object) => JSON.stringify(claims) };
  const clock = () => minutesAfter(minutes);
  return {
    metrics,
    sign: () => signStepUpProof(aStepUp(), { signer, stage: 'test', clock, emit }),
  };
}

it('signs the same claims each time, for five minutes', async () => {
  const first = await aDesk(0).sign();
  expect(JSON.parse(first ?? '')).toMatchObject({ jti: 'sup_1', aud: 'acme' });
  const later = aDesk(4.9);
  expect(await later.sign()).toBe(first);
  expect(later.metrics).toEqual([{ name: 'StepUpProof', value: 1, dimensions: { Result: 'signed' } }]);
  const late = aDesk(5);
  expect(await late.sign()).toBeUndefined();
  expect(late.metrics).toEqual([]);
});
