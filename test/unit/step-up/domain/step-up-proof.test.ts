import { describe, expect, it } from 'vitest';
import {
  acrOf,
  claimsOf,
  isExpired,
  PROOF_LIFETIME_MS,
  proofIdOf,
  proofOf,
  stepUpProof,
} from '../../../../lambda/step-up/domain/step-up-proof.ts';
import { aStepUp } from '../../../support/lambda/a-step-up.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

describe('the proof of a step-up', () => {
  it('belongs to one session, and is the same each time', () => {
    const proof = proofOf(aStepUp());
    expect(proof).toEqual(proofOf(aStepUp()));
    expect(stepUpProof.parse(proof)).toEqual(proof);
    const { id: _id, decided_at: _decided, ...stepUp } = aStepUp();
    expect(proof).toEqual({
      ...stepUp,
      jti: 'sup_1',
      session_id: 'vs_1',
      issued_at: NOON.toISOString(),
      expires_at: minutesAfter(5).toISOString(),
    });
    expect(proofIdOf('vs_01kjq8w0g3x7c9v2m5n8b4t6ra')).toBe('sup_01kjq8w0g3x7c9v2m5n8b4t6ra');
  });

  it('expires five minutes after the decision', () => {
    const proof = proofOf(aStepUp());
    expect(isExpired(proof, new Date(NOON.getTime() + PROOF_LIFETIME_MS - 1))).toBe(false);
    expect(isExpired(proof, minutesAfter(5))).toBe(true);
  });

  it('says who approved which transaction, how, for whom and until when', () => {
    const seconds = NOON.getTime() / 1000;
    expect(claimsOf(proofOf(aStepUp()), 'prod')).toEqual({
      iss: 'face-idv-prod',
      aud: 'acme',
      sub: 'user-1',
      jti: 'sup_1',
      iat: seconds,
      auth_time: seconds,
      exp: seconds + 300,
      acr: 'urn:face-idv:step-up:sensitive',
      amr: ['face', 'liveness'],
      session_id: 'vs_1',
      transaction_sha256: 'a'.repeat(64),
    });
    expect(acrOf('regular')).toBe('urn:face-idv:step-up:regular');
  });

  it('lasts no longer by the second than by the millisecond', () => {
    const decided_at = new Date(NOON.getTime() + 999).toISOString();
    const { exp } = claimsOf(proofOf(aStepUp({ decided_at })), 'prod');
    expect(exp * 1000).toBeLessThanOrEqual(Date.parse(decided_at) + PROOF_LIFETIME_MS);
  });
});
