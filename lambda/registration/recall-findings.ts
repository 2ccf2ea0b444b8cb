import { policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { RegistrationInput } from './contract.ts';
import { type KnownFindings, knownFindings } from './domain/known-findings.ts';

export interface RecallFindingsDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly policy: VerificationPolicy;
}

/**
 * Recalls what an earlier run of the session has found out about a document, so that one that is sent again,
 * or judged again after an outage, is not paid for twice. The first run reads nothing. Without the face that
 * liveness has checked, nothing is recalled: CompareFaces then says how to crop the selfie.
 * @param documentSha256 of the uploaded bytes
 */
export async function recallFindings(
  { tenant, session_id, run, selfie }: RegistrationInput,
  documentSha256: string,
  { sessions, policy }: RecallFindingsDependencies,
): Promise<KnownFindings | undefined> {
  if (run === undefined || !selfie.face) return undefined;
  const session = await sessions.get(tenant, session_id);
  const basis = { document_sha256: documentSha256, policy_version: policyFingerprint(policy) };
  return knownFindings(session?.earlier_runs ?? [], basis);
}
