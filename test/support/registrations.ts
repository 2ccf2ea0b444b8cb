import { randomUUID } from 'node:crypto';
import { type PersonName, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { photoCamera } from '../../local/demo/camera.ts';
import { registerPerson } from '../../local/demo/register-person.ts';
import type { StepReporter } from '../../local/demo/step-reporter.ts';
import { type Report, verifyPerson } from '../../local/demo/verify-person.ts';
import type { FlowStack } from './flow-stack.ts';
import { identityCardOf } from './identity-card-of.ts';

const silent: StepReporter = { run: async (_name, work) => (await work()).value, report: () => {} };

export const aUserId = (): string => `user-${randomUUID()}`;

export interface RegistrationAttempt {
  readonly userId?: string;
  readonly selfie: Buffer;
  readonly document: Buffer;
  readonly sensitivity?: 'regular' | 'sensitive';
}

/** Registers from two photos through the REST API, as a backend does, and gives the operator's report. */
export async function register(flow: FlowStack, attempt: RegistrationAttempt): Promise<Report> {
  const userId = attempt.userId ?? aUserId();
  flow.registered.add(userId);
  const photo = (name: string, bytes: Buffer) => ({ name, bytes, contentType: 'image/jpeg' as const });
  return registerPerson(
    { person: flow.backend, operator: flow.operator, camera: photoCamera(flow.stack.endpoint) },
    {
      selfie: photo('selfie', attempt.selfie),
      document: photo('document', attempt.document),
      userId,
      sensitivity: attempt.sensitivity ?? 'regular',
      judge: 'protocol',
    },
    silent,
  );
}

/** Authenticates from a photo as the user that the person claims to be. */
export async function authenticate(flow: FlowStack, userId: string, selfie: Buffer): Promise<Report> {
  return verifyPerson(
    { person: flow.backend, operator: flow.operator, camera: photoCamera(flow.stack.endpoint) },
    {
      type: 'authentication',
      selfie: { name: 'selfie', bytes: selfie, contentType: 'image/jpeg' },
      userId,
      sensitivity: 'regular',
      judge: 'protocol',
    },
    silent,
  );
}

/** Registers somebody with the own document. */
export const registerPersonNamed = async (
  flow: FlowStack,
  name: PersonName,
  userId = aUserId(),
): Promise<Report> =>
  register(flow, { userId, selfie: await anotherShotOf(name), document: await identityCardOf(name) });

/** A camera never takes the same picture twice. */
async function anotherShotOf(name: PersonName): Promise<Buffer> {
  shots = (shots + 1) % QUALITIES;
  return sharp(await selfieOf(name))
    .jpeg({ quality: LEAST_QUALITY + shots })
    .toBuffer();
}
const LEAST_QUALITY = 80;
const QUALITIES = 20;
let shots = 0;

interface FacePage {
  readonly data: readonly { readonly face_id: string; readonly collection_id: string }[];
}

/** Every face in every collection of the local Rekognition, with the calls that tell. */
export async function enrolledFaces(flow: FlowStack, userId: string): Promise<FacePage['data']> {
  return (await flow.operator.get<FacePage>(`/users/${userId}/faces`)).data;
}
