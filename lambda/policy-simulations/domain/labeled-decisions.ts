import type { Check } from '../../kernel/check.ts';
import { groupBy } from '../../kernel/group-by.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { isInBand } from '../../kernel/reason-code.ts';
import { confidenceLimits, confidenceStanding } from '../../liveness/domain/liveness-verdict.ts';
import { challengeVersionOf, type LivenessLabel } from '../../review-cases/domain/liveness-label.ts';
import type { SessionFinding } from '../../sessions/domain/review.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { judgeComparisonAgain } from './judge-match-again.ts';
import { sensitivityOf } from './simulate-session.ts';
import { type EstimatedShare, wilsonInterval } from './wilson-interval.ts';

/** Judgment of a policy about something that people have labeled; `review`: it asks a person. */
type Verdict = 'accept' | 'review' | 'refuse';

/** A decision about which a reviewer has said what is true. */
export interface LabeledDecision {
  readonly check: 'face_match' | 'liveness';
  /** Version of the face model, or of the liveness challenge. */
  readonly model_version: string;
  readonly label: 'genuine' | 'impostor';
  readonly verdict: Verdict;
}

/** Errors of a policy over the labels of one check and version. */
export interface ErrorRates {
  readonly check: LabeledDecision['check'];
  readonly model_version: string;
  readonly genuine: number;
  readonly impostors: number;
  /** Genuine people whom the policy refuses; absent without any. */
  readonly frr_percent?: EstimatedShare;
  /** Impostors whom the policy accepts; absent without any. */
  readonly far_percent?: EstimatedShare;
}

/**
 * Returns the comparisons of a session that reviewers have labeled. A decline without an attack does not
 * count: it may be for another reason.
 */
export function labeledMatches(
  session: VerificationSession,
  policy: VerificationPolicy,
  pinned: VerificationPolicy,
): readonly LabeledDecision[] {
  const sensitivity = sensitivityOf(session, policy, pinned);
  return (session.findings ?? []).flatMap((finding) => {
    const label = labelOf(finding);
    const judged = judgeComparisonAgain(comparisonOf(session, finding), policy, sensitivity);
    if (!label || judged.unknown) return [];
    const { reasons } = judged;
    const verdict = reasons.length === 0 ? 'accept' : reasons.every(isInBand) ? 'review' : 'refuse';
    const model_version = policy.stateless_face_model_version;
    return [{ check: 'face_match' as const, model_version, label, verdict }];
  });
}

function labelOf({ question, finding }: SessionFinding): LabeledDecision['label'] | undefined {
  if (question !== 'match_in_band') return undefined;
  if (finding === 'accept_match') return 'genuine';
  return finding === 'attack' ? 'impostor' : undefined;
}

/** Returns the comparison that a finding is about, of the run whose question it answers. */
const comparisonOf = (
  { checks, runs = 1, earlier_runs = [] }: VerificationSession,
  { run }: SessionFinding,
): Check | undefined =>
  (run === runs ? checks : earlier_runs.find((earlier) => earlier.run === run)?.checks)?.face_match;

/** Returns a labeled liveness check as a policy judges it; undefined where the label is unclear. */
export function labeledLiveness(
  label: LivenessLabel,
  { type }: Pick<VerificationSession, 'type'>,
  policy: VerificationPolicy,
): LabeledDecision | undefined {
  if (label.label === 'unclear') return undefined;
  const standing = confidenceStanding(label.confidence, confidenceLimits(type, policy));
  return {
    check: 'liveness',
    model_version: challengeVersionOf(label),
    label: label.label === 'genuine' ? 'genuine' : 'impostor',
    verdict: ({ passes: 'accept', in_band: 'review', below: 'refuse' } as const)[standing],
  };
}

/** Estimates the errors of a policy for each check and version that has labels. */
export function errorRates(labeled: readonly LabeledDecision[]): ErrorRates[] {
  const groups = groupBy(labeled, ({ check, model_version }) => `${check} ${model_version}`);
  return [...groups.entries()]
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([, decisions]) => {
      const [first] = decisions;
      return first ? [ratesOf(first, decisions)] : [];
    });
}

function ratesOf(
  { check, model_version }: LabeledDecision,
  decisions: readonly LabeledDecision[],
): ErrorRates {
  const of = (label: LabeledDecision['label']) => decisions.filter((one) => one.label === label);
  const share = (among: readonly LabeledDecision[], verdict: Verdict) =>
    wilsonInterval(among.filter((one) => one.verdict === verdict).length, among.length);
  const genuine = of('genuine');
  const impostors = of('impostor');
  return {
    check,
    model_version,
    genuine: genuine.length,
    impostors: impostors.length,
    ...(genuine.length > 0 ? { frr_percent: share(genuine, 'refuse') } : {}),
    ...(impostors.length > 0 ? { far_percent: share(impostors, 'accept') } : {}),
  };
}
