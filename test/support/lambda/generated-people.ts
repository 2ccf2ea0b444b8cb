import fc from 'fast-check';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { type VerificationPolicy, verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import type { Person } from './a-judged-person.ts';
import { aFace } from './builders.ts';

// few values, so that scores meet thresholds exactly, and one policy often asks what another does
const score = fc.constantFrom(40, 70, 80, 84, 85, 89, 90, 94, 95, 98, 99, 100);
// most people pass, or hardly any would come as far as a search
const passing = fc.oneof({ weight: 4, arbitrary: fc.constant(100) }, { weight: 1, arbitrary: score });
const few = <Value>(values: fc.Arbitrary<Value>) => fc.array(values, { maxLength: 3 });

const observed: fc.Arbitrary<FaceObservation> = fc
  .record({
    sharpness: fc.constantFrom(9, 20, 80, 80, 80, 80, 80, 80),
    yawDegrees: fc.constantFrom(0, 0, 0, 0, 0, 0, 25, 45),
    ruleConfidences: fc.record({ eyes_open: fc.constantFrom(10, 95, 95, 95, 95, 95) }),
  })
  .map((measures) => aFace({ ...measures, boundingBox: { left: 0.1, top: 0.1, width: 0.4, height: 0.4 } }));

export const people: fc.Arbitrary<Person> = fc.record({
  confidences: fc.array(passing, { minLength: 1, maxLength: 3 }),
  selfie: observed,
  documents: fc.array(
    fc.record({
      face: observed.map(({ ruleConfidences: _ofSelfies, ...face }) => face),
      similarity: passing,
      other: fc.option(passing, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  isEnrolled: fc.constantFrom(false, false, false, true),
  documentAttempts: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  copied: fc.constantFrom(undefined, undefined, undefined, undefined, 'equal', 'near'),
  alike: few(score),
  alikePortrait: few(score),
  listed: fc.option(few(score), { nil: undefined }),
  own: fc.record({ search: passing, compare: passing }),
});

const threshold = fc.constantFrom(85, 90, 95, 99);
const choice = fc.boolean();

/** Policies that differ in each member that decides. */
export const policies: fc.Arbitrary<VerificationPolicy> = fc
  .record({
    confidence: threshold,
    confidenceBand: choice,
    max_attempts: fc.integer({ min: 1, max: 3 }),
    regular: threshold,
    duplicate: fc.option(fc.constant(85), { nil: undefined }),
    bands: choice,
    sharpness: fc.constantFrom(5, 15, 25),
    yaw: fc.constantFrom(20, 30),
    eyes: choice,
    detect_before_indexing: choice,
    checks: fc.record({ document: choice, duplicates: choice, watchlists: choice, login_quality: choice }),
    document_face: choice,
    max_matches: fc.constantFrom(1, 2, 10),
    asks: fc.constantFrom('review' as const, 'decline' as const),
    at_login: fc.constantFrom('off' as const, 'review' as const, 'decline' as const),
    documents: fc.integer({ min: 1, max: 3 }),
    replay: fc.record({
      equal: fc.constantFrom('review' as const, 'decline' as const),
      near: fc.constantFrom('review' as const, 'off' as const),
    }),
    sensitivity: fc.constantFrom('regular' as const, 'sensitive' as const),
    method: fc.constantFrom('search' as const, 'compare' as const),
  })
  .map((drawn) => {
    const { liveness, quality, search, watchlist, sensitivity } = DEFAULT_POLICY;
    const limits = { ...quality.document, min_sharpness: drawn.sharpness, max_yaw_degrees: drawn.yaw };
    return verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      checks: drawn.checks,
      liveness: {
        ...liveness,
        min_confidence: drawn.confidence,
        max_attempts: drawn.max_attempts,
        ...(drawn.confidenceBand ? { review_from: 80 } : {}),
      },
      match_thresholds: {
        '7.0': {
          regular: drawn.regular,
          sensitive: 99,
          ...(drawn.duplicate === undefined ? {} : { duplicate: drawn.duplicate }),
          ...(drawn.bands ? { review_from: { regular: 84, sensitive: 94, duplicate: 80 } } : {}),
        },
      },
      quality: {
        document: limits,
        selfie: {
          ...limits,
          detect_before_indexing: drawn.detect_before_indexing,
          rules: drawn.eyes ? { eyes_open: { min_confidence: 50 } } : {},
        },
      },
      search: { ...search, document_face: drawn.document_face, max_matches: drawn.max_matches },
      duplicates: drawn.asks,
      watchlist: { ...watchlist, on_hit: drawn.asks, at_login: drawn.at_login },
      attempts: { document: drawn.documents },
      replay: drawn.replay,
      sensitivity: {
        ...sensitivity,
        registration: drawn.sensitivity,
        authentication: drawn.sensitivity,
        re_enrollment: drawn.sensitivity,
      },
      authentication: { method: drawn.method },
    });
  });

/** Two policies that differ in few members: any more, and hardly anything of the one is known to the other. */
export const policyPairs: fc.Arbitrary<readonly [VerificationPolicy, VerificationPolicy]> = fc
  .tuple(policies, policies, fc.infiniteStream(fc.constantFrom(true, false, false, false, false)))
  .map(([one, other, changes]) => {
    const changed = Object.entries(other).filter(() => changes.next().value);
    return [one, { ...one, ...Object.fromEntries(changed) }];
  });
