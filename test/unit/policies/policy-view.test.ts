import { expect, it } from 'vitest';
import { addStageVersion } from '../../../lambda/policies/domain/policy-version.ts';
import { toPolicyView, toVersionSummary, toVersionView } from '../../../lambda/policies/policy-view.ts';
import { aPolicyVersion } from '../../support/lambda/a-policy.ts';
import { NOON } from '../../support/lambda/builders.ts';

const { line, version } = addStageVersion(undefined, aPolicyVersion(), NOON);

it('names a previous version only where there was one', () => {
  expect(toPolicyView('registration', line)).not.toHaveProperty('previous_version');
  expect(toPolicyView('registration', { ...line, previous: 4 })).toMatchObject({ previous_version: 4 });
});

it('shows whether a version is active, and its document only by itself', () => {
  expect(toVersionSummary(version, line)).toMatchObject({ version: 1, active: true });
  expect(toVersionSummary(version, { ...line, active: 2 }).active).toBe(false);
  expect(toVersionSummary(version, line)).not.toHaveProperty('document');
  expect(toVersionView(version, line).document).toEqual(JSON.parse(version.document));
});
