import { RekognitionError } from '../rekognition-error.ts';
import type { Clock, ObjectStore } from '../types.ts';
import { encodeJpeg, MAX_IMAGE_BYTES } from './images.ts';
import { commentBytes, withComment } from './jpeg-comment.ts';
import type { JudgedImage, Judgement } from './judgement.ts';
import {
  type Challenge,
  type ImageLocation,
  type LivenessSession,
  mayBecome,
  type StoredImage,
  statusAt,
} from './session.ts';
import { findSession } from './session-results.ts';
import type { SessionStore } from './session-store.ts';

export interface SessionKeeping {
  readonly store: SessionStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
}

/**
 * Takes a session that nobody has used yet: who gets it is the only one to stand in front of its camera.
 *
 * @throws RekognitionError SessionNotFoundException; ValidationException when it has expired or was used
 */
export async function beginSession(
  id: string,
  challenge: Challenge,
  sdkType: string | undefined,
  { store, clock }: SessionKeeping,
): Promise<LivenessSession> {
  const session = findSession(store, id);
  if (statusAt(session, clock.now()) === 'EXPIRED') {
    throw new RekognitionError('ValidationException', 'Session has expired: create a new one.');
  }
  if (!mayBecome(session, 'IN_PROGRESS')) {
    throw new RekognitionError(
      'ValidationException',
      `Session is ${session.status} and can be used once only: create a new one.`,
    );
  }
  const begun: LivenessSession = {
    ...session,
    status: 'IN_PROGRESS',
    challenge,
    ...(sdkType !== undefined && { sdkType }),
  };
  await store.replace(begun);
  return begun;
}

/**
 * How the pictures of two sessions relate: a camera never takes the same one twice, and a recording that is
 * injected in place of a camera gives the same bytes each time.
 */
export type Frames = 'camera' | 'injected';

/**
 * Keeps the images where the session's settings want them, then the result: SUCCEEDED means judged, not live.
 */
export async function succeedSession(
  session: LivenessSession,
  judgement: Judgement,
  keeping: SessionKeeping,
  frames: Frames = 'camera',
): Promise<LivenessSession> {
  const { store, clock } = keeping;
  if (statusAt(session, clock.now()) === 'EXPIRED') {
    throw new RekognitionError('ValidationException', 'Session has expired: create a new one.');
  }
  const { confidence, parts, feedback, reference } = judgement;
  const keep = (name: string, image: JudgedImage) => keepImage(session, name, image, frames, keeping);
  const auditImages = await Promise.all(
    judgement.auditImages.map((image, i) => keep(`audit-image-${i + 1}.jpg`, image)),
  );
  const succeeded: LivenessSession = {
    ...session,
    status: 'SUCCEEDED',
    result: {
      confidence,
      parts,
      feedback,
      ...(reference && { reference: await keep('reference.jpg', reference) }),
      auditImages,
    },
  };
  await store.replace(succeeded);
  return succeeded;
}

export async function failSession(
  session: LivenessSession,
  failure: string,
  { store }: SessionKeeping,
): Promise<LivenessSession> {
  const failed: LivenessSession = { ...session, status: 'FAILED', failure };
  await store.replace(failed);
  return failed;
}

async function keepImage(
  session: LivenessSession,
  name: string,
  { image, box }: JudgedImage,
  frames: Frames,
  { store, objects }: SessionKeeping,
): Promise<StoredImage> {
  const mark = `${session.id} ${name}`;
  const encode = async (maxBytes: number): Promise<Buffer> =>
    frames === 'injected'
      ? encodeJpeg(image, maxBytes)
      : withComment(await encodeJpeg(image, maxBytes - commentBytes(mark)), mark);
  const stored = (location: ImageLocation): StoredImage => ({ location, ...(box && { box }) });
  if (session.output === undefined) {
    await store.writeImage(session.id, name, await encode(MAX_IMAGE_BYTES));
    return stored({ kind: 'file', name });
  }
  const { bucket, prefix } = session.output;
  const key = `${prefix}${session.id}/${name}`;
  const body = await encode(Number.POSITIVE_INFINITY);
  await putImage(objects, bucket, key, body, session.kmsKeyId);
  return stored({ kind: 's3', bucket, key });
}

async function putImage(
  objects: ObjectStore,
  bucket: string,
  key: string,
  body: Buffer,
  kmsKeyId: string | undefined,
): Promise<void> {
  try {
    await objects.put(bucket, key, body, {
      contentType: 'image/jpeg',
      ...(kmsKeyId !== undefined && { kmsKeyId }),
    });
  } catch (error) {
    throw new RekognitionError(
      'ValidationException',
      `Unable to put the session's images into S3 bucket ${bucket}: check its name, region and permissions.`,
      { cause: error },
    );
  }
}
