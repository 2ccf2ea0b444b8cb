import { type Generations, generationsOf } from '../collections/contract.ts';
import { missingShardKey } from '../collections/domain/shard.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import { type Caller, isBackend, mayActFor } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import { isLower, type Sensitivity } from '../kernel/sensitivity.ts';
import { userId as userIdSchema } from '../kernel/user-id.ts';
import { type AdmitSessionDependencies, admitSession } from './admit-session.ts';
import type { CreateVerificationSessionRequest } from './contract.ts';
import type { AlternativePath } from './domain/alternative-path.ts';
import { type ClientView, toClientView } from './domain/client-view.ts';
import { type CreatedSession, createSession } from './domain/session-transition.ts';
import { type BoundTransaction, bindTransaction } from './domain/transaction.ts';
import type { SessionTransitions } from './ports/session-transitions.ts';
import { type RefuseKnownOutcomeDependencies, refuseKnownOutcome } from './refuse-known-outcome.ts';
import { choosePath, countPath } from './take-alternative-path.ts';

export interface CreateVerificationSessionDependencies
  extends AdmitSessionDependencies,
    RefuseKnownOutcomeDependencies {
  readonly transitions: Pick<SessionTransitions, 'create'>;
  readonly policy: VerificationPolicy;
  readonly generations: Generations;
  /** Refuses while a generation is configured with another shape than its faces were written in. */
  readonly generationsInUse: Pick<GenerationRegistry, 'get'>;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/** In each attempt another session of the same user or device came first. */
const MAX_ATTEMPTS = 8;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Creates a verification session. End users create their own; backends and operators specify the user.
 * @throws Problem `forbidden`, `consent_missing`, `invalid_request`, `too_many_open_sessions`,
 * `liveness_locked_out`, `liveness_blocked`, `user_already_enrolled`, `user_not_enrolled` or
 * `alternative_path_not_offered`
 * @throws GenerationChanged
 */
export async function createVerificationSession(
  caller: Caller,
  request: CreateVerificationSessionRequest,
  dependencies: CreateVerificationSessionDependencies,
): Promise<ClientView> {
  const { policy, generations, clock, newIdentifier, emit } = dependencies;
  const userId = resolveUser(caller, request.user_id);
  if (!request.consent.given) {
    throw new Problem(
      'consent_missing',
      'consent.given is false: without consent no face may be processed; offer another way to verify',
    );
  }
  const transaction = resolveTransaction(request);
  // a migration may start before the face is indexed, so the user needs a shard in every generation
  const user = { userId, attributes: request.attributes };
  const problem = missingShardKey(generationsOf(generations, caller.tenant), user);
  if (problem !== undefined) throw invalidRequest('attributes', problem);

  await dependencies.generationsInUse.get(caller.tenant);
  const now = clock();
  const deviceId = request.device?.id;
  const alternativePath = resolvePath(request, policy, now);
  const created = createSession(
    {
      id: newIdentifier(ID_PREFIXES.verificationSession),
      tenant: caller.tenant,
      type: request.type,
      user_id: userId,
      sensitivity: resolveSensitivity(caller, request, policy),
      ...(deviceId === undefined ? {} : { device_id: deviceId, device_vouched: isBackend(caller) }),
      consent: { given_at: now.toISOString(), notice_version: request.consent.notice_version },
      attributes: request.attributes,
      ...(transaction ? { transaction } : {}),
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + policy.session_lifetime_minutes * MINUTE_MS).toISOString(),
      retained_until: new Date(now.getTime() + policy.session_retention_days * DAY_MS).toISOString(),
      liveness_failures: 0,
      liveness_failures_allowed: policy.liveness.max_attempts,
      document_attempts_allowed: resolveDocumentAttempts(request, policy),
      alternative_means: request.type === 'registration' ? policy.alternative_path.means : [],
      ...(alternativePath ? { alternative_path: alternativePath } : {}),
      checks: {},
    },
    now,
  );
  await refuseKnownOutcome(created.session, 'session', now, dependencies);
  await writeAdmitted(created, now, dependencies);
  emit('VerificationSessionCreated', 1, { Type: request.type });
  if (alternativePath) countPath(alternativePath, emit);
  return toClientView(created.session, now);
}

/** Writes a session that its user and device may still open. */
async function writeAdmitted(
  created: CreatedSession,
  now: Date,
  dependencies: CreateVerificationSessionDependencies,
): Promise<void> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const open = await admitSession(created.session, now, dependencies);
    if (await dependencies.transitions.create(created, open)) return;
  }
  throw new Problem(
    'too_many_open_sessions',
    `user ${created.session.user_id} opens too many sessions at the same time; send one request after the other`,
    { retry_after_seconds: 1 },
  );
}

function resolveUser(caller: Caller, requested: string | undefined): string {
  if (requested !== undefined) {
    if (mayActFor(caller, requested)) return requested;
    throw new Problem('forbidden', "user_id is not this token's user; omit it, or call as a backend");
  }
  const own = userIdSchema.safeParse(caller.subject);
  if (!caller.scopes.includes('self') || !own.success)
    throw invalidRequest('user_id', 'user_id is required: this token does not belong to an end user');
  return own.data;
}

/** Returns the other path on which a session begins; undefined without one. */
function resolvePath(
  { type, alternative_path: requested }: CreateVerificationSessionRequest,
  { alternative_path: { means } }: VerificationPolicy,
  now: Date,
): AlternativePath | undefined {
  return requested && choosePath(requested, type, means, now);
}

/** Returns the policy's number of documents that may fail, or a lower one that the caller asks for. */
function resolveDocumentAttempts(
  { document_attempts: requested }: CreateVerificationSessionRequest,
  { attempts }: VerificationPolicy,
): number {
  if (requested === undefined || requested <= attempts.document) return requested ?? attempts.document;
  throw invalidRequest('document_attempts', `must be at most ${attempts.document}, as the policy says`);
}

/** Returns the transaction of a step-up; other sessions have none. */
function resolveTransaction({
  type,
  transaction: sent,
}: CreateVerificationSessionRequest): BoundTransaction | undefined {
  if (type !== 'step_up' && sent === undefined) return undefined;
  if (type !== 'step_up')
    throw invalidRequest('transaction', `a session of type ${type} approves no transaction; omit it`);
  if (sent === undefined)
    throw invalidRequest('transaction', 'a step_up needs the transaction that its person approves');
  const bound = bindTransaction(sent);
  if (typeof bound === 'string') throw invalidRequest('transaction', `transaction ${bound}`);
  return bound;
}

/** Returns the policy's sensitivity, or the higher one that a backend asks for. */
function resolveSensitivity(
  caller: Caller,
  { type, sensitivity: requested }: CreateVerificationSessionRequest,
  policy: VerificationPolicy,
): Sensitivity {
  const required = policy.sensitivity[type];
  if (requested === undefined || requested === required) return required;
  if (!isBackend(caller) && !caller.scopes.includes('operate'))
    throw new Problem('forbidden', 'sensitivity is set by the policy; omit it, or call as a backend');
  if (isLower(requested, required))
    throw invalidRequest(
      'sensitivity',
      `the policy requires ${required} for ${type}; sensitivity may only be raised`,
    );
  return requested;
}
