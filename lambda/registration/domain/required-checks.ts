import type { CheckName } from '../../kernel/check.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';

/**
 * Returns checks of the workflow that a policy asks for and a registration has no record of. One that lacks a
 * check is never approved, however the state machine came to it. Searches of watchlists are not among them: a
 * tenant without a list has none. Nor is liveness, without which there is no selfie to index. A re-enrollment
 * has no document: its user was recognized instead, by a search or a comparison.
 */
export const missingChecks = (
  { type, checks: done }: Pick<VerificationSession, 'type' | 'checks'>,
  { checks }: Pick<VerificationPolicy, 'checks'>,
): readonly CheckName[] => {
  const required: readonly CheckName[] = [
    ...(checks.document && type === 'registration' ? (['document_quality', 'face_match'] as const) : []),
    ...(type === 're_enrollment' && !done.face_match ? (['enrolled_face_search'] as const) : []),
    'face_indexing',
    ...(checks.duplicates ? (['duplicate_search'] as const) : []),
  ];
  return required.filter((name) => done[name] === undefined);
};
