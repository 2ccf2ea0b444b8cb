import { type Generations, generationsOf } from '../collections/contract.ts';
import { missingShardKey } from '../collections/domain/shard.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import { resolveUser } from '../consents/consent-access.ts';
import { purposeOf } from '../consents/domain/consent-purpose.ts';
import type { PinnedConsent } from '../consents/domain/consent-receipt.ts';
import { type PinConsentDependencies, pinConsent, requireGiven } from '../consents/pin-consent.ts';
import { type Caller, isBackend } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import { isLower, type Sensitivity } from '../kernel/sensitivity.ts';
import type { SessionType } from '../kernel/session-type.ts';
import type { ActivePolicy } from '../policies/find-active-policy.ts';
import { type AdmitSessionDependencies, admitSession } from './admit-session.ts';
import type { CreateVerificationSessionRequest } from './contract.ts';
import type { AlternativePath } from './domain/alternative-path.ts';
import { type ClientView, toClientView } from './domain/client-view.ts';
import { type CreatedSession, createSession } from './domain/session-transition.ts';
import { type BoundTransaction, bindTransaction } from './domain/transaction.ts';
import type { VerificationSession } from './domain/verification-session.ts';
import type { SessionTransitions } from './ports/session-transitions.ts';
import { type RefuseKnownOutcomeDependencies, refuseKnownOutcome } from './refuse-known-outcome.ts';
import { choosePath, countPath } from './take-alternative-path.ts';

export interface CreateVerificationSessionDependencies
  extends Omit<AdmitSessionDependencies, 'policy'>,
    Omit<RefuseKnownOutcomeDependencies, 'policy'>,
    PinConsentDependencies {
  readonly transitions: Pick<SessionTransitions, 'create'>;
  /** Returns the policy that new sessions of a type get. */
  readonly activePolicy: (tenant: string, type: SessionType) => Promise<ActivePolicy>;
  /** Whether the stage takes test sessions. */
  readonly testMode: boolean;
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
 * Creates a verification session. End users create their own; backends and operators specify the user. A test
 * session neither asks about the user nor counts: it does not know who is enrolled or locked out, and takes
 * no place of the live sessions of its user and device.
 * @throws Problem `forbidden`, `test_mode_off`, `consent_missing`, `consent_text_unknown`,
 * `consent_withdrawn`, `invalid_request`,
 * `too_many_open_sessions`, `liveness_locked_out`, `liveness_blocked`, `user_already_enrolled`,
 * `user_not_enrolled`, `face_limit_reached` or `alternative_path_not_offered`
 * @throws GenerationChanged
 */
export async function createVerificationSession(
  caller: Caller,
  request: CreateVerificationSessionRequest,
  dependencies: CreateVerificationSessionDependencies,
): Promise<ClientView> {
  const { generations, clock, newIdentifier, emit } = dependencies;
  const userId = resolveUser(caller, request.user_id);
  requireGiven(request.consent);
  const livemode = resolveLivemode(caller, request, dependencies);
  const transaction = resolveTransaction(request);
  const enrollment = resolveEnrollment(request);
  // a migration may start before the face is indexed, so the user needs a shard in every generation
  const user = { userId, attributes: request.attributes };
  const problem = missingShardKey(generationsOf(generations, caller.tenant), user);
  if (problem !== undefined) throw invalidRequest('attributes', problem);

  const id = newIdentifier(ID_PREFIXES.verificationSession);
  const consenting = {
    id,
    tenant: caller.tenant,
    user_id: userId,
    livemode,
    purpose: purposeOf(request.type),
  };
  const pin = () => pinConsent(caller, request.consent, consenting, dependencies);
  const [{ reference, policy }, pinned] = await Promise.all([
    dependencies.activePolicy(caller.tenant, request.type),
    pin(),
    dependencies.generationsInUse.get(caller.tenant),
  ]);
  const deciding = { ...dependencies, policy };
  const now = clock();
  const deviceId = request.device?.id;
  const alternativePath = resolvePath(request, policy, now);
  const created = createSession(
    {
      id,
      tenant: caller.tenant,
      livemode,
      type: request.type,
      user_id: userId,
      policy: reference,
      sensitivity: resolveSensitivity(caller, request, policy),
      ...(deviceId === undefined ? {} : { device_id: deviceId, device_vouched: isBackend(caller) }),
      consent: pinned.consent,
      attributes: request.attributes,
      ...(transaction ? { transaction } : {}),
      ...(enrollment ? { enrollment } : {}),
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + policy.session_lifetime_minutes * MINUTE_MS).toISOString(),
      retained_until: new Date(now.getTime() + policy.session_retention_days * DAY_MS).toISOString(),
      liveness_failures: 0,
      liveness_failures_allowed: policy.liveness.max_attempts,
      document_attempts_allowed: resolveDocumentAttempts(request, policy),
      ...(request.document_attempts === undefined
        ? {}
        : { document_attempts_asked: request.document_attempts }),
      document_required: request.type === 'registration' && policy.checks.document,
      alternative_means: request.type === 'registration' ? policy.alternative_path.means : [],
      ...(alternativePath ? { alternative_path: alternativePath } : {}),
      checks: {},
    },
    now,
  );
  if (!livemode) {
    if (!(await dependencies.transitions.create(created, [])))
      throw new Error(`session ${created.session.id} exists already`);
    return toClientView(created.session, now);
  }
  await refuseKnownOutcome(created.session, 'session', now, deciding);
  const session = await writeAdmitted(created, pinned, now, { ...deciding, pin });
  emit('VerificationSessionCreated', 1, { Type: request.type });
  if (alternativePath) countPath(alternativePath, emit);
  return toClientView(session, now);
}

/** Writes a session that its user and device may still open, with the receipt of its person's consent. */
async function writeAdmitted(
  created: CreatedSession,
  firstPinned: PinnedConsent,
  now: Date,
  dependencies: AdmitSessionDependencies &
    Pick<CreateVerificationSessionDependencies, 'transitions' | 'emit'> & {
      readonly pin: () => Promise<PinnedConsent>;
    },
): Promise<VerificationSession> {
  let pinned = firstPinned;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const session = { ...created.session, consent: pinned.consent };
    const open = await admitSession(session, now, dependencies);
    if (await dependencies.transitions.create({ ...created, session }, open, pinned)) {
      if (pinned.given) dependencies.emit('ConsentGiven', 1, { Channel: pinned.given.channel });
      return session;
    }
    // the receipt may have been withdrawn in between
    pinned = await dependencies.pin();
  }
  throw new Problem(
    'too_many_open_sessions',
    `user ${created.session.user_id} opens too many sessions at the same time; send one request after the other`,
    { retry_after_seconds: 1 },
  );
}

/** Returns whether a session is live. @throws Problem `forbidden` or `test_mode_off` */
function resolveLivemode(
  caller: Caller,
  { livemode = true }: CreateVerificationSessionRequest,
  { testMode }: Pick<CreateVerificationSessionDependencies, 'testMode'>,
): boolean {
  if (livemode) return true;
  if (!isBackend(caller) && !caller.scopes.includes('operate'))
    throw new Problem(
      'forbidden',
      'livemode is false, and only backends and operators create test sessions; omit it, or call as a backend',
    );
  if (!testMode)
    throw new Problem(
      'test_mode_off',
      'livemode is false, and this stage has no test mode (testMode in lib/config.ts); use a stage that has it, or omit livemode',
    );
  return false;
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

/** Returns how a re-enrollment treats the faces of its user; other sessions have none of it. */
function resolveEnrollment({
  type,
  enrollment,
}: CreateVerificationSessionRequest): CreateVerificationSessionRequest['enrollment'] {
  if (type === 're_enrollment' && enrollment === undefined)
    throw invalidRequest('enrollment', 'a re_enrollment needs the mode: add or replace');
  if (type !== 're_enrollment' && enrollment !== undefined)
    throw invalidRequest('enrollment', `a session of type ${type} enrolls no further face; omit it`);
  return enrollment;
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
