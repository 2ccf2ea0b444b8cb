import type { VerificationPolicy } from '../../lambda/kernel/policy.ts';
import { type LedgerContent, ledgerContent } from '../../lambda/ledger/domain/ledger-entry.ts';
import { readPinnedPolicy } from '../../lambda/policies/read-pinned-policy.ts';
import { replayDecision } from '../../lambda/policy-simulations/domain/replay-decision.ts';
import type { SimulatedEnding } from '../../lambda/policy-simulations/domain/simulated-ending.ts';
import type { VerificationSession } from '../../lambda/sessions/domain/verification-session.ts';
import { InputError } from '../../local/demo/photo.ts';
import type { DeployedLedger } from './deployed-ledger.ts';

type Deployed = Pick<DeployedLedger, 'ledger' | 'sessions' | 'policies'>;

/**
 * Judges a session again, and prints how it ended and how it would end.
 * @param tenants who are asked for the session
 * @param stage the deployment's own policy
 * @returns the exit code: 1 if the outcome or the evidence is another one, or the decision is not chained
 * @throws InputError if there is no such session, or it was not decided
 */
export async function replay(
  sessionId: string,
  tenants: readonly string[],
  stage: VerificationPolicy,
  deployed: Deployed,
  print: (line: string) => void,
): Promise<number> {
  const session = await findSession(sessionId, tenants, deployed);
  if (!['approved', 'declined', 'in_review'].includes(session.status))
    throw new InputError(`session ${sessionId} is ${session.status}; only a decision can be replayed`);
  const entry = await decisionOf(session, deployed);
  const pinned = await readPinnedPolicy(session, { policies: deployed.policies, stage });
  const evidence = entry?.data.evidence_sha256;
  const { recorded, replayed, agrees, hasItsEvidence } = replayDecision(
    session,
    pinned,
    typeof evidence === 'string' ? evidence : undefined,
  );
  const { id, version } = session.policy;
  print(`${sessionId} of ${session.tenant}: ${session.status}, by version ${version} of the policy ${id}`);
  print(`  recorded  ${endingOf(recorded)}`);
  print(`  replayed  ${endingOf(replayed)}${agrees ? '' : ': NOT THE SAME'}`);
  print(
    entry === undefined
      ? '  evidence  NOT CHAINED'
      : `  evidence  ${hasItsEvidence ? 'as it was' : 'NOT AS IT WAS'} when entry ${entry.sequence} was chained`,
  );
  return agrees && hasItsEvidence ? 0 : 1;
}

async function findSession(
  id: string,
  tenants: readonly string[],
  { sessions }: Deployed,
): Promise<VerificationSession> {
  for (const tenant of tenants) {
    const session = await sessions.get(tenant, id);
    if (session) return session;
  }
  throw new InputError(
    `no session ${id} of ${tenants.join(', ')}; erased and expired ones cannot be replayed`,
  );
}

/** Finds the newest entry about a session that has its evidence. */
async function decisionOf(
  { tenant, id, sequence }: VerificationSession,
  { ledger }: Deployed,
): Promise<LedgerContent | undefined> {
  for (let number = sequence; number > 0; number -= 1) {
    const link = await ledger.find(tenant, `session/${id}/${number}`);
    const entry = link && ledgerContent.parse(JSON.parse(link.content));
    if (entry?.data.evidence_sha256 !== undefined) return entry;
  }
  return undefined;
}

const endingOf = (ending: SimulatedEnding): string =>
  ending.outcome === 'not_decidable'
    ? `cannot be decided: ${ending.because}`
    : [ending.outcome, ...ending.reasons].join(' ');
