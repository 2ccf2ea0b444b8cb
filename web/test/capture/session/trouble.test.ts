import { ApiProblem, type ProblemCode } from '@face-idv/client';
import { describe, expect, it } from 'vitest';
import {
  EXPLAINED,
  isLocked,
  isOvertaken,
  isWithoutAccess,
  troubleOf,
} from '../../../src/capture/session/trouble.ts';

const problem = (code: ProblemCode, retryAfterSeconds?: number, requestId?: string) =>
  new ApiProblem(400, code, 'what was wrong', retryAfterSeconds, requestId);

describe('an error of a call', () => {
  it.each(EXPLAINED)('is explained by its code: %s', (code) => {
    expect(troubleOf(problem(code)).kind).toBe(code);
  });

  it('is unexpected where the page has no text for it, and may be repeated', () => {
    expect(troubleOf(problem('unknown'))).toEqual({ kind: 'unexpected', repeatable: true });
    expect(troubleOf(new Error('a fault of the page'))).toEqual({ kind: 'unexpected', repeatable: true });
    expect(troubleOf(undefined).kind).toBe('unexpected');
  });

  it('is the network where a fetch found none', () => {
    expect(troubleOf(new TypeError('Failed to fetch'))).toEqual({ kind: 'network', repeatable: true });
  });

  it.each([
    [0, 1],
    [1, 1],
    [60, 1],
    [61, 2],
    [3600, 60],
  ])('says after how long it may succeed: %i s are %i min', (seconds, minutes) => {
    expect(troubleOf(problem('liveness_locked_out', seconds)).minutes).toBe(minutes);
  });

  it('says neither a time nor a reference that the API did not', () => {
    expect(troubleOf(problem('internal_error'))).toEqual({ kind: 'internal_error', repeatable: true });
    expect(troubleOf(problem('internal_error', undefined, 'r-1')).requestId).toBe('r-1');
  });

  it('is repeated only where that may help', () => {
    expect(troubleOf(problem('upstream_timeout')).repeatable).toBe(true);
    for (const code of ['capture_link_invalid', 'forbidden', 'session_expired', 'liveness_blocked'] as const)
      expect(troubleOf(problem(code)).repeatable).toBe(false);
  });

  it('may be that another device was faster, which the session then says', () => {
    expect(isOvertaken(problem('invalid_state'))).toBe(true);
    expect(isOvertaken(problem('liveness_already_passed'))).toBe(true);
    expect(isOvertaken(problem('forbidden'))).toBe(false);
    expect(isOvertaken(new TypeError('invalid_state'))).toBe(false);
  });

  it('may close the way by the face alone', () => {
    expect(isLocked(troubleOf(problem('liveness_locked_out')))).toBe(true);
    expect(isLocked(troubleOf(problem('liveness_blocked')))).toBe(true);
    expect(isLocked(troubleOf(problem('too_many_requests')))).toBe(false);
  });

  it('leaves somebody without access to sign in, whom a link or a token lets in no more', () => {
    expect(isWithoutAccess(troubleOf(problem('capture_link_invalid')))).toBe(true);
    expect(isWithoutAccess(troubleOf(problem('unauthorized')))).toBe(true);
    expect(isWithoutAccess(troubleOf(problem('forbidden')))).toBe(false);
  });
});
