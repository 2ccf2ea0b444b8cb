import { expect, it } from 'vitest';
import {
  interruption,
  interruptionReason,
  stoppedStep,
} from '../../../../lambda/sessions/domain/interruption.ts';
import { NOON } from '../../../support/lambda/builders.ts';

it('is one of a closed list of reasons, at one of the steps', () => {
  const reported_at = NOON.toISOString();
  for (const reason of interruptionReason.options)
    for (const step of stoppedStep.options)
      expect(interruption.safeParse({ reason, step, reported_at }).success).toBe(true);
  for (const reason of ['', 'my name is Ann', 'CAMERA_PERMISSION_DENIED'])
    expect(interruption.safeParse({ reason, step: 'liveness', reported_at }).success).toBe(false);
});

it('gives few values to count by, since an account pays for each', () => {
  expect(interruptionReason.options.length * stoppedStep.options.length).toBeLessThanOrEqual(36);
});
