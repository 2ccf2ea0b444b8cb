import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { CONSENT_GIVEN, type FaceChallenge, type KeptChallenge } from './domain/challenge.ts';
import { faceLoginOf } from './domain/face-login.ts';
import type { FaceLogins } from './ports/face-logins.ts';

export interface VerifyAuthChallengeDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly logins: FaceLogins;
  readonly clock: Clock;
  readonly emit: EmitMetric;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Time that a wrong answer takes at least: reading a session takes less, and a decoy has none to read. */
const SAME_TIME_MS = 500;

/** Whether an answer to a challenge is right; to one for the face it is the id of its session. */
export async function verifyAuthChallenge(
  challenge: KeptChallenge,
  answer: string,
  dependencies: VerifyAuthChallengeDependencies,
): Promise<boolean> {
  if (challenge.kind === 'consent') return answer === CONSENT_GIVEN;
  const sameTime = dependencies.wait(SAME_TIME_MS);
  const passed = challenge.kind === 'face' && (await verifyFace(challenge, answer, dependencies));
  if (!passed) await sameTime;
  dependencies.emit('FaceLogin', 1, { Result: passed ? 'passed' : 'failed' });
  return passed;
}

async function verifyFace(
  challenge: FaceChallenge,
  answer: string,
  { sessions, logins, clock }: VerifyAuthChallengeDependencies,
): Promise<boolean> {
  const { tenant, verification_session_id } = challenge;
  if (answer !== verification_session_id) return false;
  const session = await sessions.get(tenant, verification_session_id);
  const login = faceLoginOf(session, challenge, clock());
  return login !== undefined && logins.record(login);
}
