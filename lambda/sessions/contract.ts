import * as z from 'zod/mini';
import { sessionConsent } from '../consents/contract.ts';
import { alternativeMeans, alternativeReason } from '../kernel/alternative-path.ts';
import { attributes } from '../kernel/attributes.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { sensitivity } from '../kernel/sensitivity.ts';
import { sessionType } from '../kernel/session-type.ts';
import { userId } from '../kernel/user-id.ts';
import { clientView } from './domain/client-view.ts';
import { interruptionReason } from './domain/interruption.ts';
import { sessionStatus } from './domain/session-status.ts';
import { MAX_TRANSACTION_BYTES, MAX_TRANSACTION_DEPTH, transaction } from './domain/transaction.ts';
import { deviceId, enrollmentMode } from './domain/verification-session.ts';

/** Every type of a session, which metrics are counted by. */
export const SESSION_TYPES = sessionType.options;

/** Requests, queries and responses of the API; each schema is type, validation and documentation. */

const requestedPath = {
  reason: alternativeReason.check(z.describe('Why the person asks for another path.')),
  means: z
    .optional(alternativeMeans)
    .check(
      z.describe(
        '`movement_challenge`: a liveness check without flashing light. `document_review`: no face at all; a reviewer judges the document. By default what fits the reason: `movement_challenge` for `photosensitive` where it is offered, else `document_review`.',
      ),
    ),
};

export const takeAlternativePathRequest = z
  .strictObject(requestedPath)
  .register(z.globalRegistry, { id: 'TakeAlternativePath' });

export const reportInterruptionRequest = z
  .strictObject({ reason: interruptionReason.check(z.describe('Why the person stops.')) })
  .register(z.globalRegistry, { id: 'ReportInterruption' });
export type ReportInterruptionRequest = z.infer<typeof reportInterruptionRequest>;

export const createVerificationSessionRequest = z
  .strictObject({
    type: sessionType,
    user_id: z
      .optional(userId)
      .check(z.describe("Required for backends. End users omit it: it is their token's `sub`.")),
    livemode: z
      .optional(z.boolean())
      .check(
        z.describe(
          'False for a test session, which only `simulate` moves: it makes no call to Rekognition and touches no data of people. Only backends and operators may create one, on a stage with test mode. True by default.',
        ),
      ),
    sensitivity: z
      .optional(sensitivity)
      .check(
        z.describe('Raises the sensitivity that the policy sets. Only backends and operators may name it.'),
      ),
    device: z.optional(z.strictObject({ id: deviceId })),
    document_attempts: z
      .optional(z.int().check(z.minimum(1), z.maximum(10)))
      .check(
        z.describe(
          'Documents of a registration that may fail, the last of which declines it: as many as the policy says, or fewer.',
        ),
      ),
    consent: sessionConsent,
    enrollment: z
      .optional(z.strictObject({ mode: enrollmentMode }))
      .check(
        z.describe(
          'Whether the face of a re-enrollment is added to those that its user has, or replaces all of them: required for a `re_enrollment`, and for no other type.',
        ),
      ),
    transaction: z
      .optional(transaction)
      .check(
        z.describe(
          `What a step-up approves, such as an amount and a payee, and is shown to the person: required for a \`step_up\`, and for no other type. At most ${MAX_TRANSACTION_BYTES} bytes as canonical JSON (RFC 8785) and ${MAX_TRANSACTION_DEPTH} levels; numbers beyond 2^53 - 1 as strings.`,
        ),
      ),
    attributes: z
      ._default(attributes, {})
      .check(z.describe('Values for the shard key, such as a country. No personal data.')),
    alternative_path: z
      .optional(z.strictObject(requestedPath))
      .check(
        z.describe(
          'Begins a registration on the other path, also for a person who is locked out of liveness checks.',
        ),
      ),
  })
  .register(z.globalRegistry, { id: 'CreateVerificationSession' });
export type CreateVerificationSessionRequest = z.infer<typeof createVerificationSessionRequest>;

export const listVerificationSessionsQuery = z.strictObject({
  status: z
    .optional(sessionStatus)
    .check(z.describe('Only sessions with this status. Give `status`, `user_id` or both.')),
  type: z.optional(sessionType).check(z.describe('Only sessions of this type.')),
  user_id: z.optional(userId).check(z.describe('Only sessions of this user.')),
  livemode: z
    .optional(z.enum(['true', 'false']))
    .check(z.describe('`false` for test sessions instead of live ones.')),
  ...pageQuery(ID_PREFIXES.verificationSession),
});
export type ListVerificationSessionsQuery = z.infer<typeof listVerificationSessionsQuery>;

/** Longest wait of a call in seconds: the work of every request ends after eight. */
export const MAX_WAIT_SECONDS = 6;

export const awaitDecisionQuery = z.strictObject({
  wait: z
    .optional(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(MAX_WAIT_SECONDS)))
    .check(
      z.describe(
        "Seconds to wait for the decision. The deployment's maximum, 5 by default, ends a longer wait.",
      ),
    ),
});

/** Calls that wait for a decision. */
export const longPollSchema = z.strictObject({
  /** Longest wait of one call; 0 answers every call at once. */
  maxSeconds: z.int().check(z.minimum(0), z.maximum(MAX_WAIT_SECONDS)),
  /** Calls of each tenant that wait at the same time, each in a function instance of its own. */
  slots: z.int().check(z.minimum(1), z.maximum(1000)),
});
export type LongPoll = z.infer<typeof longPollSchema>;
export const parseLongPoll = (json: string): LongPoll => longPollSchema.parse(JSON.parse(json));

export const verificationSessionPage = z
  .object({ data: z.array(clientView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'VerificationSessionPage' });
export type VerificationSessionPage = z.infer<typeof verificationSessionPage>;

export const createDocumentUploadRequest = z
  .strictObject({ content_type: z.enum(['image/jpeg', 'image/png']) })
  .register(z.globalRegistry, { id: 'CreateDocumentUpload' });

export const documentUploadView = z
  .object({
    document_id: z.string(),
    upload: z
      .object({ url: z.url(), fields: z.record(z.string(), z.string()) })
      .check(z.describe('POST these fields, then the field `file`, to `url` as multipart/form-data.')),
    max_bytes: z.int(),
    expires_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'DocumentUpload' });
