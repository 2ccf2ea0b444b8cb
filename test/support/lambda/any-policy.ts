import fc from 'fast-check';
import { ABUSE_PRESETS } from '../../../lambda/kernel/abuse-policy.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';

const outcome = fc.constantFrom('review', 'decline');

/** Any policy that is valid: the checks that it leaves out, what it leaves to a person, its thresholds. */
export const anyPolicy = fc
  .record({
    checks: fc.record({
      document: fc.boolean(),
      duplicates: fc.boolean(),
      watchlists: fc.boolean(),
      login_quality: fc.boolean(),
    }),
    thresholds: fc.record({
      regular: fc.integer({ min: 50, max: 100 }),
      band: fc.integer({ min: 0, max: 40 }),
    }),
    duplicates: outcome,
    on_hit: outcome,
    equal: outcome,
    document_face: fc.boolean(),
    on_incomplete: fc.constantFrom('error', 'review'),
    attempts: fc.integer({ min: 1, max: 3 }),
    abuse: fc.constantFrom(...Object.values(ABUSE_PRESETS)),
  })
  .map(({ thresholds: { regular, band }, duplicates, on_hit, equal, ...chosen }) =>
    verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      checks: chosen.checks,
      match_thresholds: { '7.0': { regular, sensitive: 100, review_from: { regular: regular - band } } },
      duplicates,
      watchlist: { on_hit, at_login: 'off' },
      replay: { ...DEFAULT_POLICY.replay, equal },
      search: {
        ...DEFAULT_POLICY.search,
        document_face: chosen.document_face,
        on_incomplete: chosen.on_incomplete,
      },
      attempts: { document: chosen.attempts },
      abuse: chosen.abuse,
    }),
  );
