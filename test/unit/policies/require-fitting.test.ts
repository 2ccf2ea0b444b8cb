import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { documentOf } from '../../../lambda/policies/domain/policy-document.ts';
import { requireFitting } from '../../../lambda/policies/require-fitting.ts';

const document = documentOf(DEFAULT_POLICY);

it('completes a document by its deployment', () => {
  expect(requireFitting(document, DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
});

it.each([undefined, null, 'policy', [], 7])('refuses %j, which is no document', (value) => {
  expect(() => requireFitting(value, DEFAULT_POLICY)).toThrow('the policy is not valid');
});

it('may know more models than the deployment, and not fewer', () => {
  const more = { ...document.match_thresholds, '8.0': { regular: 95, sensitive: 99 } };
  expect(requireFitting({ ...document, match_thresholds: more }, DEFAULT_POLICY)).toHaveProperty([
    'match_thresholds',
    '8.0',
  ]);
  const { '6.0': _older, ...fewer } = document.match_thresholds;
  expect(() => requireFitting({ ...document, match_thresholds: fewer }, DEFAULT_POLICY)).toThrow('model 6.0');
});
