import { randomUUID } from 'node:crypto';
import type { ChallengePreference, CreateFaceLivenessSessionRequest } from '@aws-sdk/client-rekognition';
import { required } from '../operations/operation.ts';
import { RekognitionError } from '../rekognition-error.ts';
import type { Clock } from '../types.ts';
import { SUPPORTED_CHALLENGES } from './challenge.ts';
import { CREATE_FACE_LIVENESS_SESSION } from './input-shapes.ts';
import { readInput } from './request.ts';
import { type Challenge, type LivenessSession, statusAt } from './session.ts';
import type { SessionStore } from './session-store.ts';

/**
 * CreateFaceLivenessSession. The same `ClientRequestToken`
 * gives the same session for as long as that one lives.
 *
 * @throws RekognitionError ValidationException for a shape that the service model forbids;
 *   InvalidParameterException for preferences that no challenge of this service meets
 */
export async function createSession(
  input: unknown,
  { store, clock }: { store: SessionStore; clock: Clock },
): Promise<{ SessionId: string }> {
  const { Settings, KmsKeyId, ClientRequestToken } = readInput(
    CREATE_FACE_LIVENESS_SESSION,
    input,
  ) as CreateFaceLivenessSessionRequest;
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
    ...(output && { output: { bucket: required(output.S3Bucket), prefix: output.S3KeyPrefix ?? '' } }),
    ...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId }),
    ...(ClientRequestToken !== undefined && { clientRequestToken: ClientRequestToken }),
  };
  await store.create(session);
  return { SessionId: session.id };
}

function preferredChallenges(preferences: readonly ChallengePreference[]): readonly Challenge[] {
  // without preferences AWS applies FaceMovementAndLightChallenge, not "any"
  if (preferences.length === 0) return preferredChallenges([{ Type: 'FaceMovementAndLightChallenge' }]);
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
