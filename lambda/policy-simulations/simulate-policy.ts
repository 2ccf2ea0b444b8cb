import type { Caller } from '../kernel/caller.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import { inDeployment } from '../policies/domain/policy-document.ts';
import type { PolicyVersion } from '../policies/domain/policy-version.ts';
import { readPolicyLine } from '../policies/find-active-policy.ts';
import { requirePolicyId, requireVersion } from '../policies/policy-access.ts';
import type { PolicyStore } from '../policies/ports/policy-store.ts';
import type { LivenessLabel } from '../review-cases/domain/liveness-label.ts';
import type { LivenessLabelStore } from '../review-cases/ports/liveness-label-store.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { PolicySimulation, SimulatePolicyRequest } from './contract.ts';
import { errorRates, labeledLiveness, labeledMatches } from './domain/labeled-decisions.ts';
import { recordedEnding } from './domain/recorded-ending.ts';
import { simulateSession } from './domain/simulate-session.ts';
import { notDecidable } from './domain/simulated-ending.ts';
import { tally } from './domain/tally.ts';
import { type ReadDecidedSessionsDependencies, readDecidedSessions } from './read-decided-sessions.ts';

export interface SimulatePolicyDependencies extends ReadDecidedSessionsDependencies {
  readonly policies: Pick<PolicyStore, 'version' | 'line' | 'add'>;
  readonly labels: LivenessLabelStore;
  /** The deployment's own policy. */
  readonly stage: VerificationPolicy;
  readonly emit: EmitMetric;
}

/**
 * Tries a version of a policy on the newest decided sessions of its type, by their stored measures: no image
 * is read, and Rekognition is not called.
 * @throws Problem `not_found`, or `invalid_state` if the version does not fit the deployment
 */
export async function simulatePolicy(
  { tenant }: Caller,
  policyId: string,
  { version, sessions: wanted }: SimulatePolicyRequest,
  dependencies: SimulatePolicyDependencies,
): Promise<PolicySimulation> {
  const { policies, stage, emit } = dependencies;
  const id = requirePolicyId(policyId);
  // so that the policy of the config is there before the first session is
  await readPolicyLine(tenant, id, dependencies);
  const policy = inForce(await requireVersion(policies, tenant, id, version), stage);
  if (!policy)
    throw new Problem(
      'invalid_state',
      `version ${version} of policy ${id} does not fit this deployment any more; create a version from it`,
    );
  const { sessions, reachedLimit } = await readDecidedSessions(tenant, id, wanted, dependencies);
  const [pinned, labels] = await Promise.all([
    readPinned(sessions, dependencies),
    readLabels(tenant, sessions, dependencies),
  ]);
  const simulated = sessions.map((session) => {
    const decidedBy = pinned.get(session.policy.version);
    const to = decidedBy ? simulateSession(session, policy, decidedBy) : notDecidable('policy_not_valid');
    return { id: session.id, from: recordedEnding(session), to };
  });
  const labeled = sessions.flatMap((session) => {
    const decidedBy = pinned.get(session.policy.version);
    const ofSession = labels.filter(({ session_id }) => session_id === session.id);
    return [
      ...(decidedBy ? labeledMatches(session, policy, decidedBy) : []),
      ...ofSession.flatMap((label) => labeledLiveness(label, session, policy) ?? []),
    ];
  });
  emit('PolicySimulated', 1, { Type: id });
  return {
    policy: { id, version },
    sessions: sessions.length,
    reached_limit: reachedLimit,
    ...tally(simulated),
    rates: errorRates(labeled),
  };
}

/** Returns a version as it decides in this deployment; undefined if it does not fit. */
function inForce({ document }: PolicyVersion, stage: VerificationPolicy): VerificationPolicy | undefined {
  const parsed = inDeployment(JSON.parse(document), stage);
  return parsed.success ? parsed.data : undefined;
}

/** Reads the versions that sessions have pinned, each once. */
async function readPinned(
  sessions: readonly VerificationSession[],
  { policies, stage }: SimulatePolicyDependencies,
): Promise<ReadonlyMap<number, VerificationPolicy | undefined>> {
  const references = new Map(sessions.map(({ tenant, policy }) => [policy.version, { tenant, policy }]));
  const read = await Promise.all(
    [...references.values()].map(async ({ tenant, policy }) => {
      const found = await policies.version(tenant, policy);
      return [policy.version, found && inForce(found, stage)] as const;
    }),
  );
  return new Map(read);
}

/** Labels per read, and reads of one simulation. */
const LABELS_PER_PAGE = 100;
const MAX_LABEL_PAGES = 20;

/** Reads labels of sampled liveness checks that are as old as the sessions, or younger. */
async function readLabels(
  tenant: string,
  sessions: readonly VerificationSession[],
  { labels }: SimulatePolicyDependencies,
): Promise<readonly LivenessLabel[]> {
  const oldest = sessions.at(-1);
  if (!oldest) return [];
  const from = new Date(oldest.created_at);
  const found: LivenessLabel[] = [];
  let afterId: string | undefined;
  for (let page = 1; page <= MAX_LABEL_PAGES; page += 1) {
    const read = await labels.list(tenant, { from }, LABELS_PER_PAGE, afterId);
    found.push(...read.labels);
    if (read.lastId === undefined) break;
    afterId = read.lastId;
  }
  return found;
}
