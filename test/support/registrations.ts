import { randomUUID } from 'node:crypto';
import { type PersonName, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { type LivenessFrames, type LivenessJudge, photoCamera } from '../../local/demo/camera.ts';
import { registerPerson } from '../../local/demo/register-person.ts';
import type { StepReporter } from '../../local/demo/step-reporter.ts';
import type { VerificationApi } from '../../local/demo/verification-api.ts';
import {
  prepareVerification,
  type Report,
  submitVerification,
  verifyPerson,
} from '../../local/demo/verify-person.ts';
import type { FlowStack } from './flow-stack.ts';
import { identityCardOf } from './identity-card-of.ts';

const silent: StepReporter = { run: async (_name, work) => (await work()).value, report: () => {} };

/** What an operator attests who imports people. */
export const ATTESTED = { notice_version: '2026-01', basis: 'each person has agreed in writing' } as const;

export const aUserId = (): string => `user-${randomUUID()}`;

export interface RegistrationAttempt {
  readonly userId?: string;
  readonly selfie: Buffer;
  readonly document: Buffer;
  /** For further attempts in the same session. */
  readonly furtherDocuments?: readonly Buffer[];
  /** Leaves it to the policy how many documents may fail. @default - the number of those given is asked for */
  readonly leavesAttempts?: boolean;
  /** Called with each answer that the client gets while it waits for the decision. */
  readonly told?: (view: unknown) => void;
  readonly sensitivity?: 'regular' | 'sensitive';
  /** `injected` gives the bytes of the same photo again. */
  readonly frames?: LivenessFrames;
}

/** Registers from two photos through the REST API, as a backend does, and gives the operator's report. */
export async function register(flow: FlowStack, attempt: RegistrationAttempt): Promise<Report> {
  const userId = attempt.userId ?? aUserId();
  flow.registered.add(userId);
  const request = {
    ...from(userId, attempt.selfie),
    document: photo('document', attempt.document),
    furtherDocuments: (attempt.furtherDocuments ?? []).map((bytes) => photo('document', bytes)),
    sensitivity: attempt.sensitivity ?? 'regular',
  };
  const { told = () => {}, leavesAttempts = false } = attempt;
  const get = async <T>(path: string): Promise<T> => {
    const answer = await flow.backend.get<T>(path);
    told(answer);
    return answer;
  };
  const post: VerificationApi['post'] = (path, body, ...rest) =>
    flow.backend.post(
      path,
      leavesAttempts ? { ...Object(body), document_attempts: undefined } : body,
      ...rest,
    );
  return registerPerson(
    { ...callersOf(flow, attempt.frames), person: { ...flow.backend, get, post } },
    request,
    silent,
  );
}

/**
 * Authenticates from a photo as the user that the person claims to be.
 * @param judge `capture` makes audit images of it
 * @param frames `injected` gives the bytes of the same photo again
 */
export const authenticate = (
  flow: FlowStack,
  userId: string,
  selfie: Buffer,
  judge: LivenessJudge = 'protocol',
  frames: LivenessFrames = 'camera',
): Promise<Report> =>
  verifyPerson(callersOf(flow, frames), { ...from(userId, selfie), judge, type: 'authentication' }, silent);

/** Enrolls a further face of a user from a photo, beside or in place of those that the user has. */
export const reEnroll = (
  flow: FlowStack,
  userId: string,
  selfie: Buffer,
  mode: 'add' | 'replace' = 'add',
): Promise<Report> =>
  verifyPerson(
    callersOf(flow),
    { ...from(userId, selfie), type: 're_enrollment', enrollment: { mode } },
    silent,
  );

/**
 * Does everything of a session but the submit, which is returned: what it depends on may change meanwhile.
 * @param document of a registration; without one it is an authentication
 */
export async function prepare(
  flow: FlowStack,
  userId: string,
  selfie: Buffer,
  document?: Buffer,
  frames: LivenessFrames = 'camera',
): Promise<() => Promise<Report>> {
  if (document) flow.registered.add(userId);
  const { path } = await prepareVerification(
    callersOf(flow, frames),
    {
      ...from(userId, selfie),
      ...(document
        ? { type: 'registration', document: photo('document', document) }
        : { type: 'authentication' }),
    },
    silent,
  );
  return () => submitVerification(callersOf(flow), path, silent);
}

/**
 * Does everything of a step-up but the submit.
 * @returns the session's path
 */
export async function prepareStepUp(
  flow: FlowStack,
  userId: string,
  selfie: Buffer,
  transaction: object,
): Promise<string> {
  const request = { ...from(userId, selfie), type: 'step_up' as const, transaction };
  const { path, passed } = await prepareVerification(callersOf(flow), request, silent);
  if (!passed) throw new Error('the liveness check of the step-up failed');
  return path;
}

const callersOf = (flow: FlowStack, frames: LivenessFrames = 'camera') => ({
  person: flow.backend,
  operator: flow.operator,
  camera: photoCamera(flow.stack.endpoint, frames),
});
const photo = (name: string, bytes: Buffer) => ({ name, bytes, contentType: 'image/jpeg' as const });
const from = (userId: string, selfie: Buffer) => ({
  selfie: photo('selfie', selfie),
  userId,
  sensitivity: 'regular' as const,
  judge: 'protocol' as const,
});

/** Registers somebody with the own document. */
export const registerPersonNamed = async (
  flow: FlowStack,
  name: PersonName,
  userId = aUserId(),
): Promise<Report> =>
  register(flow, { userId, selfie: await anotherShotOf(name), document: await identityCardOf(name) });

/** A picture of somebody that is not the one taken before: cameras take no two alike, and few are enough here. */
async function anotherShotOf(name: PersonName): Promise<Buffer> {
  shots = (shots + 1) % QUALITIES;
  // kept: another shot may be taken while the photo is read
  const quality = LEAST_QUALITY + shots;
  const shot = `${name} ${quality}`;
  const taken =
    pictures.get(shot) ?? selfieOf(name).then((photo) => sharp(photo).jpeg({ quality }).toBuffer());
  pictures.set(shot, taken);
  return taken;
}
const pictures = new Map<string, Promise<Buffer>>();
const LEAST_QUALITY = 80;
const QUALITIES = 4;
let shots = 0;

interface FacePage {
  readonly data: readonly { readonly face_id: string; readonly collection_id: string }[];
}

/** Every face in every collection of the local Rekognition, with the calls that tell. */
export async function enrolledFaces(flow: FlowStack, userId: string): Promise<FacePage['data']> {
  return (await flow.operator.get<FacePage>(`/users/${userId}/faces`)).data;
}
