import { ApiProblem } from '@face-idv/client';
import { expect, it } from 'vitest';
import { documentFaults } from '../../../src/console/policies/policy-fault.ts';

const refused = (code: 'invalid_request' | 'policy_changed', paths: readonly string[]) =>
  new ApiProblem(
    400,
    code,
    'no',
    undefined,
    undefined,
    paths.map((path) => ({ path, message: 'is not valid' })),
  );

it('names the members of the document that break a rule', () => {
  const problem = refused('invalid_request', ['change.liveness.min_confidence', 'change', 'comment']);
  expect(documentFaults(problem).map(({ path }) => path)).toEqual(['liveness.min_confidence', '', 'comment']);
});

it('names none if the version was refused for another reason', () => {
  expect(documentFaults(refused('policy_changed', []))).toEqual([]);
  expect(documentFaults(new Error('offline'))).toEqual([]);
  expect(documentFaults(undefined)).toEqual([]);
});
