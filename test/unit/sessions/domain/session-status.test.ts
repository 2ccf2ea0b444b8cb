import { describe, expect, it } from 'vitest';
import { isFinal, sessionStatus, TRANSITIONS } from '../../../../lambda/sessions/domain/session-status.ts';

describe('the life of a session', () => {
  it('ends in a status that nothing leaves', () => {
    expect(sessionStatus.options.filter(isFinal)).toEqual([
      'approved',
      'declined',
      'canceled',
      'expired',
      'abandoned',
      'error',
    ]);
  });

  it('reaches every status from its first', () => {
    const reached = new Set<string>(['requires_input']);
    for (const _round of sessionStatus.options) {
      for (const { from, to } of Object.values(TRANSITIONS))
        if (from.some((one) => reached.has(one))) reached.add(to);
    }
    expect(reached).toEqual(new Set(sessionStatus.options));
  });

  it('never goes from a review to an approval but by way of processing', () => {
    const { from } = TRANSITIONS.approve;
    expect(from).toEqual(['processing']);
  });
});
