import { afterAll, describe, expect, it } from 'vitest';
import { OPERATIONS, problemsIn } from '../support/documented-api.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { problemProber } from '../support/problem-prober.ts';
import { injectFaults } from '../support/rekognition-admin.ts';
import { problemsOfAnyOperation } from './documented-problems/any-operation.ts';
import { problemsOfLiveness } from './documented-problems/liveness.ts';
import { problemsOfOperators } from './documented-problems/operators.ts';
import { problemsOfSessions } from './documented-problems/sessions.ts';

/** Documented problems that these tests provoke on no operation, or on some only, and why. */
const NOT_PROVOKED: Readonly<Record<string, string>> = {
  audit_unavailable: 'takes an audit table that refuses writes; audited.test.ts has it',
  forbidden: 'every token of the user pool names one tenant; only the body of a new session can ask for more',
  internal_error: 'a fault of ours; only where Rekognition can be made to fail at once',
  upstream_throttled: 'only where a function calls Rekognition, which can be made to throttle',
  upstream_timeout: 'no function is slower than API Gateway waits',
  too_many_requests: 'takes more requests per second than a laptop sends',
  idempotency_in_flight: 'one operation is enough: all share the store whose record is put into that state',
  policy_changed: 'takes several writers at the same moment; create-policy-version.test.ts has it',
  generation_changed: 'takes a deployment of another shape; generations-in-use.test.ts has it',
  face_limit_reached: 'takes a user with five faces; re-enrollment.test.ts has it',
  test_mode_off: 'takes a stage without test mode; simulate-verification-session.test.ts has it',
  'create-webhook-endpoint invalid_state':
    'takes as many endpoints as a tenant may have; create-endpoint.test.ts has it',
  'rotate-webhook-secret invalid_state':
    'a replay of its key after another rotation; show-secret.test.ts has it',
  'delete-watchlist-entry invalid_state':
    'takes a change of the entry meanwhile; remove-watchlist-entry.test.ts has it',
  'create-repudiation-link invalid_state':
    'a replay of its key after the link was used; create-repudiation-link.test.ts has it',
  'create-liveness-session liveness_session_expired':
    'a replay of its key after three minutes by the clock of the functions; liveness-session-view.test.ts has it',
  'client-create-liveness-session liveness_session_expired': 'the same',
};

describe('a documented problem', () => {
  const flow = withFlowStack();
  const prober = problemProber(flow);
  afterAll(() => injectFaults(flow.stack, []));

  problemsOfAnyOperation(prober);
  problemsOfSessions(prober);
  problemsOfOperators(prober);
  // last, since it puts the clock forward
  problemsOfLiveness(prober);

  it('is each one of the document, but for those that have a reason', () => {
    const documented = OPERATIONS.flatMap((one) =>
      Object.keys(one.responses).flatMap((status) =>
        Object.keys(problemsIn(one, status)).map((code) => ({ code, pair: `${one.operationId} ${code}` })),
      ),
    );
    const missing = documented.filter(
      ({ code, pair }) => !prober.provoked.has(pair) && !(code in NOT_PROVOKED) && !(pair in NOT_PROVOKED),
    );
    expect(missing).toEqual([]);
    const known = new Set(documented.flatMap(({ code, pair }) => [code, pair]));
    for (const name of Object.keys(NOT_PROVOKED)) {
      expect(known, name).toContain(name);
      expect(prober.provoked, name).not.toContain(name);
    }
  });
});
