import type { Check, CheckFindings } from '../../kernel/check.ts';
import { isReasonCode } from '../../kernel/reason-code.ts';
import type { SessionRun } from '../../sessions/domain/session-run.ts';

/** Findings about a document that an earlier run of the session has paid for. */
export interface KnownFindings {
  readonly quality: CheckFindings;
  readonly match: CheckFindings;
}

/**
 * Returns what the latest run that judged the same document by the same policy has found. The selfie is that
 * of the session, and the policy names the face model. Both checks of one run are known, or neither is.
 */
export function knownFindings(
  earlierRuns: readonly SessionRun[],
  basis: NonNullable<Check['basis']>,
): KnownFindings | undefined {
  const restsOn = (check: Check | undefined): check is Check =>
    check?.basis?.document_sha256 === basis.document_sha256 &&
    check.basis.policy_version === basis.policy_version;
  for (const { checks } of earlierRuns.toReversed()) {
    const { document_quality: quality, face_match: match } = checks;
    if (restsOn(quality) && restsOn(match)) return { quality: again(quality), match: again(match) };
  }
  return undefined;
}

/** The same findings, which cost nothing now. */
const again = ({ reason_codes, measures, basis, face_box }: Check): CheckFindings => ({
  reasons: reason_codes.filter(isReasonCode),
  measures,
  calls: {},
  ...(basis ? { basis } : {}),
  ...(face_box ? { faceBox: face_box } : {}),
});
