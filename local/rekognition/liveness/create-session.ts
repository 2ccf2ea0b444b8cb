import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { RekognitionError } from '../rekognition-error.ts';
import type { Clock } from '../types.ts';
import { SUPPORTED_CHALLENGES } from './challenge.ts';
import { parseRequest } from './request.ts';
import { type Challenge, type LivenessSession, statusAt } from './session.ts';
import type { SessionStore } from './session-store.ts';

/** Constraints are those of the service model's shapes of the same names. */
const versionSchema = z.string().regex(/^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/);
const createSessionSchema = z.object({
  KmsKeyId: z
    .string()
    .min(1)
    .max(2048)
    .regex(/^[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,2048}$/)
    .optional(),
  ClientRequestToken: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-zA-Z0-9-_]+$/)
    .optional(),
  Settings: z
    .object({
      OutputConfig: z
        .object({
          S3Bucket: z
            .string()
            .min(3)
            .max(255)
            .regex(/^[0-9A-Za-z.\-_]*$/),
          S3KeyPrefix: z.string().max(950).regex(/^\S*$/).optional(),
        })
        .optional(),
      AuditImagesLimit: z.int().min(0).max(4).optional(),
      ChallengePreferences: z
        .array(
          z.object({
            Type: z.enum(['FaceMovementAndLightChallenge', 'FaceMovementChallenge']),
            Versions: z
              .object({ Minimum: versionSchema.optional(), Maximum: versionSchema.optional() })
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

type CreateSessionRequest = z.infer<typeof createSessionSchema>;
type ChallengePreference = NonNullable<
  NonNullable<CreateSessionRequest['Settings']>['ChallengePreferences']
>[number];

/**
 * CreateFaceLivenessSession. The same `ClientRequestToken` gives the same session for as long as that one lives.
 *
 * @throws RekognitionError ValidationException for a shape that the service model forbids;
 *   InvalidParameterException for preferences that no challenge of this service meets
 */
export async function createSession(
  input: unknown,
  { store, clock }: { store: SessionStore; clock: Clock },
): Promise<{ SessionId: string }> {
  const { Settings, KmsKeyId, ClientRequestToken } = parseRequest(createSessionSchema, input);
  const nowMs = clock.now();
  const earlier = ClientRequestToken === undefined ? undefined : store.findByToken(ClientRequestToken);
  if (earlier && statusAt(earlier, nowMs) !== 'EXPIRED') return { SessionId: earlier.id };
  const output = Settings?.OutputConfig;
  const session: LivenessSession = {
    id: randomUUID(),
    createdAtMs: nowMs,
    status: 'CREATED',
    challenges: preferredChallenges(Settings?.ChallengePreferences ?? []),
    auditImagesLimit: Settings?.AuditImagesLimit ?? 0,
    ...(output && { output: { bucket: output.S3Bucket, prefix: output.S3KeyPrefix ?? '' } }),
    ...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId }),
    ...(ClientRequestToken !== undefined && { clientRequestToken: ClientRequestToken }),
  };
  await store.create(session);
  return { SessionId: session.id };
}

function preferredChallenges(preferences: readonly ChallengePreference[]): readonly Challenge[] {
  // without preferences AWS applies FaceMovementAndLightChallenge, not "any"
  if (preferences.length === 0) return SUPPORTED_CHALLENGES.slice(0, 1);
  const challenges = preferences.flatMap((preference) =>
    SUPPORTED_CHALLENGES.filter((challenge) => meets(challenge, preference)),
  );
  if (challenges.length > 0) return challenges;
  const supported = SUPPORTED_CHALLENGES.map(({ type, version }) => `${type} ${version}`).join(', ');
  throw new RekognitionError(
    'InvalidParameterException',
    `Request has invalid parameters: no challenge meets ChallengePreferences; available are ${supported}`,
  );
}

function meets(challenge: Challenge, { Type, Versions }: ChallengePreference): boolean {
  return (
    challenge.type === Type &&
    (Versions?.Minimum === undefined || compareVersions(challenge.version, Versions.Minimum) >= 0) &&
    (Versions?.Maximum === undefined || compareVersions(challenge.version, Versions.Maximum) <= 0)
  );
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
