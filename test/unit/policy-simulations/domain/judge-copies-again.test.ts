import { describe, expect, it } from 'vitest';
import { type ComparedCapture, copyFindings } from '../../../../lambda/captures/domain/copy-findings.ts';
import { createCheck } from '../../../../lambda/kernel/check.ts';
import { judgeCopiesAgain } from '../../../../lambda/policy-simulations/domain/judge-copies-again.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const policy = (near: 'review' | 'off') => ({ replay: { equal: 'decline' as const, near } });
const compared = (found: ComparedCapture) => createCheck(copyFindings(found), NOON, NOON, {});
const copy = (kind: 'equal' | 'near') => ({ session_id: 'vs_0', user_id: 'user-0', kind });

describe('judgeCopiesAgain', () => {
  it.each(['review', 'off'] as const)('keeps an equal picture where near ones are %s', (near) => {
    const check = compared({ equal: [copy('equal')] });
    expect(judgeCopiesAgain(check, policy(near))).toEqual({ reasons: ['replay_suspected'] });
  });

  it('counts a picture that looks the same only where the policy has them looked for', () => {
    const check = compared({ equal: [], near: [copy('near')] });
    expect(judgeCopiesAgain(check, policy('review'))).toEqual({ reasons: ['near_copy_suspected'] });
    expect(judgeCopiesAgain(check, policy('off'))).toEqual({ reasons: [] });
  });

  it('does not know what was not looked for', () => {
    const check = compared({ equal: [] });
    expect(judgeCopiesAgain(check, policy('review')).unknown).toBe('check_not_made');
    expect(judgeCopiesAgain(check, policy('off'))).toEqual({ reasons: [] });
  });

  it('finds nothing in a session without the comparison', () => {
    expect(judgeCopiesAgain(undefined, policy('review'))).toEqual({ reasons: [] });
  });
});
