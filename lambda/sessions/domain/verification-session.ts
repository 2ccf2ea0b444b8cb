import * as z from 'zod/mini';
import { imageReference, selfieReference } from '../../images/domain/image-reference.ts';
import { alternativeMeans } from '../../kernel/alternative-path.ts';
import { check, checkName } from '../../kernel/check.ts';
import { decision } from '../../kernel/decision.ts';
import { policyReference } from '../../kernel/policy-reference.ts';
import { sensitivity } from '../../kernel/sensitivity.ts';
import { type SessionType, sessionType } from '../../kernel/session-type.ts';
import { userId } from '../../kernel/user-id.ts';
import { alternativePath } from './alternative-path.ts';
import { interruption } from './interruption.ts';
import { review, sessionFinding } from './review.ts';
import { sessionRun } from './session-run.ts';
import { type SessionStatus, sessionStatus, TRANSITIONS } from './session-status.ts';
import { boundTransaction } from './transaction.ts';

/** Whether a session is about an enrolled user, who is recognized by their own faces. */
export const recognizesUser = ({ type }: { readonly type: SessionType }): boolean => type !== 'registration';

/** Types of sessions that enroll a face, which the registration workflow decides. */
const ENROLLING = ['registration', 're_enrollment'] as const satisfies readonly SessionType[];
export type EnrollingType = (typeof ENROLLING)[number];

/** Returns the type of a session that enrolls a face; undefined for one that only recognizes its user. */
export const enrollingType = ({ type }: { readonly type: SessionType }): EnrollingType | undefined =>
  ENROLLING.find((one) => one === type);

/** How a re-enrollment treats the faces that its user has. */
export const enrollmentMode = z.enum(['add', 'replace']);

/** The customer's id of a device; failed liveness checks are counted per device. */
export const deviceId = z.string().check(
  z.regex(/^[A-Za-z0-9_.:-]{1,128}$/, {
    error: 'must be 1 to 128 letters, digits, or _ . : -',
  }),
);

/** Record that the person consented to face processing, to which text, and by which receipt. */
export const consent = z.object({
  given_at: z.iso.datetime(),
  notice_version: z.string(),
  /** Of the text; sessions of earlier releases lack it. */
  text_sha256: z.optional(z.string()),
  /** The receipt that has to be valid; test sessions, and those of earlier releases, have none. */
  receipt_id: z.optional(z.string()),
});

/** A stored verification session. */
export const verificationSession = z.object({
  id: z.string(),
  tenant: z.string(),
  /** False for a test session, which is moved by simulations alone and touches no data of people. */
  livemode: z._default(z.boolean(), true),
  type: sessionType,
  user_id: userId,
  /** Decides it, from its creation on: a policy that is activated later changes nothing. */
  policy: policyReference,
  sensitivity,
  status: sessionStatus,
  /** Number of transitions so far, its creation included. */
  sequence: z.int().check(z.minimum(1)),
  device_id: z.optional(deviceId),
  /** Whether a backend has named the device; an end user can only claim one. */
  device_vouched: z.optional(z.boolean()),
  consent,
  /** Attributes for shard keys, such as a country. */
  attributes: z.record(z.string(), z.string()),
  /** Of a re-enrollment: whether the face is added to those of its user, or replaces them. */
  enrollment: z.optional(z.object({ mode: enrollmentMode })),
  /** Of a step-up: what its person approves. */
  transaction: z.optional(boundTransaction),
  created_at: z.iso.datetime(),
  /** Time until which the person may submit. */
  expires_at: z.iso.datetime(),
  /** Time at which the session and its report are deleted. */
  retained_until: z.iso.datetime(),
  submitted_at: z.optional(z.iso.datetime()),
  /** Number of workflow runs; absent before the second one. */
  runs: z.optional(z.int().check(z.minimum(2))),
  /** Start of the latest run. */
  resumed_at: z.optional(z.iso.datetime()),
  /** The runs before it, in order; absent before the second one. */
  earlier_runs: z.optional(z.array(sessionRun)),
  /** Failed liveness checks so far. */
  liveness_failures: z.int().check(z.minimum(0)),
  /** Number of failures that declines the session; from the policy when the session was created. */
  liveness_failures_allowed: z.int().check(z.minimum(1)),
  /** Number of documents that may fail, the last of which declines; from the policy when it was created. */
  document_attempts_allowed: z._default(z.int().check(z.minimum(1)), 1),
  /** The number that its creator asked for, which is then the one allowed, and not the policy's. */
  document_attempts_asked: z.optional(z.int().check(z.minimum(1))),
  /** Means other than the usual check that its person may ask for; from the policy when it was created. */
  alternative_means: z._default(z.array(alternativeMeans), []),
  /** Whether the policy asks for a document. */
  document_required: z._default(z.boolean(), true),
  alternative_path: z.optional(alternativePath),
  /** Why its person has stopped, as their app has reported it last. */
  interruption: z.optional(interruption),
  /** Reference image of the passed liveness check; no caller can choose another. */
  selfie: z.optional(selfieReference),
  document: z.optional(imageReference),
  /** The latest run's, and those of the person's own steps. */
  checks: z.partialRecord(checkName, check),
  /** Why the latest run that was held waits, or waited, for a person. */
  review: z.optional(review),
  /** Findings of people, which are inputs of every later run. */
  findings: z.optional(z.array(sessionFinding)),
  decision: z.optional(decision),
});
export type VerificationSession = z.infer<typeof verificationSession>;

/** Returns whose consent a session rests on. */
export const consentingTo = ({ tenant, user_id, consent: { receipt_id } }: VerificationSession) => ({
  tenant,
  user_id,
  receipt_id,
});

/** Whether a session still waits for the person although its time is over. */
export const isOverdue = (session: VerificationSession, now: Date): boolean =>
  session.status === 'requires_input' && Date.parse(session.expires_at) <= now.getTime();

/** How an overdue session ends: `expired` if the person did nothing, `abandoned` if they did some of it. */
export const expiryOf = (session: VerificationSession): 'expire' | 'abandon' =>
  session.selfie || session.document || session.liveness_failures > 0 ? 'abandon' : 'expire';

/** Returns the status at a time: an overdue session has ended, although only the sweep writes it. */
export const statusAt = (session: VerificationSession, now: Date): SessionStatus =>
  isOverdue(session, now) ? TRANSITIONS[expiryOf(session)].to : session.status;
