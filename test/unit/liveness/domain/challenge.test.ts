import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { challengeOf } from '../../../../lambda/liveness/domain/challenge.ts';
import { NOON } from '../../../support/lambda/builders.ts';

it('is the one of the policy, and without flashing light for a person who asked for that', () => {
  const path = { reason: 'photosensitive', requested_at: NOON.toISOString() } as const;
  expect(challengeOf({}, DEFAULT_POLICY.liveness)).toBe('FaceMovementAndLightChallenge');
  expect(challengeOf({}, { challenge: 'FaceMovementChallenge' })).toBe('FaceMovementChallenge');
  const dimmed = { alternative_path: { means: 'movement_challenge', ...path } } as const;
  expect(challengeOf(dimmed, DEFAULT_POLICY.liveness)).toBe('FaceMovementChallenge');
});
