import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CheckName } from '../../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { missingChecks } from '../../../../lambda/registration/domain/required-checks.ts';
import { passed } from '../../../support/lambda/builders.ts';

const ALL = ['document_quality', 'face_match', 'face_indexing', 'duplicate_search'] as const;

it('misses nothing where everything was checked', () => {
  expect(missingChecks({ type: 'registration', checks: passed(...ALL) }, DEFAULT_POLICY)).toEqual([]);
});

it('misses exactly what the policy asks for and was not done', () => {
  fc.assert(
    fc.property(fc.subarray([...ALL]), fc.boolean(), fc.boolean(), (done, document, duplicates) => {
      const checks = { ...DEFAULT_POLICY.checks, document, duplicates };
      const asked = ALL.filter(
        (name) => name === 'face_indexing' || (name === 'duplicate_search' ? duplicates : document),
      );
      const missing = missingChecks({ type: 'registration', checks: passed(...done) }, { checks });
      expect(missing).toEqual(asked.filter((name) => !done.includes(name)));
    }),
  );
});

it('asks for the recognition of a re-enrollment, by either method, and for no document', () => {
  const rest = ['face_indexing', 'duplicate_search'] as const;
  const missing = (...done: readonly CheckName[]) =>
    missingChecks({ type: 're_enrollment', checks: passed(...done) }, DEFAULT_POLICY);
  expect(missing(...rest)).toEqual(['enrolled_face_search']);
  expect([missing('enrolled_face_search', ...rest), missing('face_match', ...rest)]).toEqual([[], []]);
});
