import * as z from 'zod/mini';
import { ABUSE_PRESETS } from '../../kernel/abuse-policy.ts';
import { DEFAULT_POLICY } from '../../kernel/default-policy.ts';
import { mergePatch } from './merge-patch.ts';
import { documentOf } from './policy-document.ts';

/** Policies of published guidance, from which a version can start. */
export const presetName = z.enum(['aws-whitepaper-2024', 'nist-63a', 'nist-63b']);
export type PresetName = z.infer<typeof presetName>;

/**
 * Changes that a preset makes to the whitepaper's numbers. The similarity that gives one false match in
 * 10,000, which NIST asks of one-to-one comparisons, follows from measurements and not from a table: both
 * begin with the threshold for sensitive use cases, and simulations show what it gives.
 */
const CHANGES: Readonly<Record<PresetName, object>> = {
  'aws-whitepaper-2024': {},
  // identity proofing (NIST SP 800-63A-4): 3.11 allows no decline for a duplicate without a person
  'nist-63a': {
    checks: { document: true, duplicates: true, watchlists: true },
    duplicates: 'review',
    watchlist: { on_hit: 'review' },
    search: { document_face: true, on_incomplete: 'review' },
    sensitivity: { registration: 'sensitive' },
  },
  // authentication (NIST SP 800-63B-4, 3.2.3): failures in a row, and liveness for each attempt
  'nist-63b': {
    checks: { login_quality: true },
    abuse: ABUSE_PRESETS['nist-63b'],
    sensitivity: { authentication: 'sensitive', step_up: 'sensitive', re_enrollment: 'sensitive' },
  },
};

/** Returns the document of a preset. A ladder of another kind replaces that of the whitepaper as a whole. */
export function presetDocument(name: PresetName): unknown {
  const { abuse, ...whitepaper } = documentOf(DEFAULT_POLICY);
  const changes = CHANGES[name];
  return 'abuse' in changes ? mergePatch(whitepaper, changes) : mergePatch({ ...whitepaper, abuse }, changes);
}
