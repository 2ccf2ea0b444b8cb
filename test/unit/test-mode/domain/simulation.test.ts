import { expect, it } from 'vitest';
import { followedBy, isRefusal, simulationOf } from '../../../../lambda/test-mode/domain/simulation.ts';
import { aSession, NOON } from '../../../support/lambda/builders.ts';

it('transitions follow one another by the state machine, each for the session that the last one left', () => {
  const begun = followedBy(simulationOf(aSession()), () => ({ name: 'start_liveness', facts: {} }), NOON);
  const canceled = followedBy(
    begun,
    ({ sequence }) => (sequence === 2 ? { name: 'cancel', facts: {} } : undefined),
    NOON,
  );
  expect(canceled).toMatchObject({
    steps: [{ name: 'start_liveness' }, { name: 'cancel' }],
    session: { status: 'canceled', sequence: 3 },
  });
  expect(isRefusal(canceled)).toBe(false);
});

it('a transition that the status does not allow, or none, refuses the whole', () => {
  const approved = () => ({ name: 'approve', facts: {} }) as const;
  const refused = followedBy(simulationOf(aSession()), approved, NOON);
  expect(refused).toEqual({
    refused: 'state',
    why: 'is requires_input, from where this outcome does not follow',
  });
  expect(isRefusal(refused)).toBe(true);
  expect(followedBy(refused, () => ({ name: 'cancel', facts: {} }), NOON)).toBe(refused);
  expect(isRefusal(followedBy(simulationOf(aSession()), () => undefined, NOON))).toBe(true);
});
