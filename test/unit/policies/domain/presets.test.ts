import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ABUSE_PRESETS } from '../../../../lambda/kernel/abuse-policy.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { differencesOf } from '../../../../lambda/policies/domain/policy-difference.ts';
import { documentOf, inDeployment } from '../../../../lambda/policies/domain/policy-document.ts';
import { presetDocument, presetName } from '../../../../lambda/policies/domain/presets.ts';

const policyOf = (name: (typeof presetName.options)[number]) =>
  inDeployment(Object(presetDocument(name)), DEFAULT_POLICY).data;

describe('the presets', () => {
  it.each(presetName.options)('%s is a valid policy', (name) => {
    expect(policyOf(name)).toBeDefined();
  });

  it('begin with the whitepaper, which is the default', () => {
    expect(presetDocument('aws-whitepaper-2024')).toEqual(documentOf(DEFAULT_POLICY));
  });

  it('have every registration of NIST 800-63A compared strictly, and duplicates decided by a person', () => {
    expect(policyOf('nist-63a')).toMatchObject({
      checks: { document: true, duplicates: true, watchlists: true },
      duplicates: 'review',
      watchlist: { on_hit: 'review' },
      sensitivity: { registration: 'sensitive' },
      search: { document_face: true, on_incomplete: 'review' },
    });
  });

  it('count the failures of NIST 800-63B in a row, and compare logins strictly', () => {
    const policy = policyOf('nist-63b');
    expect(policy?.abuse).toEqual(ABUSE_PRESETS['nist-63b']);
    expect(policy?.checks.login_quality).toBe(true);
    expect(policy?.sensitivity).toEqual({
      registration: 'regular',
      authentication: 'sensitive',
      step_up: 'sensitive',
      re_enrollment: 'sensitive',
    });
  });

  it.each(['nist-63a', 'nist-63b'] as const)(
    '%s differs by the members that docs/operators.md names',
    (name) => {
      const page = readFileSync(new URL('../../../../docs/operators.md', import.meta.url), 'utf8');
      const rows = page.matchAll(new RegExp(`^\\| \`${name}\` \\| \`([\\w.]+)\``, 'gm'));
      const differing = differencesOf(presetDocument('aws-whitepaper-2024'), presetDocument(name));
      // a ladder is one member to its reader
      const members = differing.map(({ path }) => path.replace(/^abuse\..*/, 'abuse'));
      expect([...rows].map(([, member]) => member).sort()).toEqual([...new Set(members)].sort());
    },
  );
});
