import type { FaceEngine } from '../faces/face-engine.ts';
import { ImageError, type ImageErrorCode } from '../faces/image-error.ts';
import { RekognitionError, type RekognitionErrorCode } from '../rekognition-error.ts';
import type { RekognitionRequest, RekognitionResponse } from '../types.ts';
import {
  beginSession,
  type Frames,
  failSession,
  type SessionKeeping,
  succeedSession,
} from './finish-session.ts';
import { JUDGE_NOTICE } from './judgement.ts';
import { judgeRecording, type RecordingJudge } from './recording.ts';
import { type LivenessSession, statusAt } from './session.ts';
import { findSession } from './session-results.ts';

/**
 * `GET  /_local/rekognition/liveness-sessions/{id}` and `PUT .../{id}/recording`, with `judge=protocol`,
 * `challenge-version=1.0.0`, `sdk-type=...` and `frames=injected`.
 */
const SESSION_PATH = /^\/_local\/rekognition\/liveness-sessions\/([^/]+)(\/recording)?$/;

/** Rekognition's names for the engine's image errors. */
const IMAGE_ERROR_CODES: Readonly<Record<ImageErrorCode, RekognitionErrorCode>> = {
  InvalidImageFormat: 'InvalidImageFormatException',
  ImageTooLarge: 'ImageTooLargeException',
  ImageTooSmall: 'InvalidParameterException',
};

const JUDGES: readonly RecordingJudge[] = ['honest', 'protocol'];
const FRAMES: readonly Frames[] = ['camera', 'injected'];

/** The sessions as the person at the keyboard sees them. Undefined for a path that is not ours. */
export async function answerAdmin(
  request: RekognitionRequest,
  engine: FaceEngine,
  keeping: SessionKeeping,
): Promise<RekognitionResponse | undefined> {
  const [, id, recording] = SESSION_PATH.exec(request.url.pathname) ?? [];
  if (id === undefined) return undefined;
  if (request.method !== (recording ? 'PUT' : 'GET')) {
    return json(405, { code: 'MethodNotAllowed', message: `use ${recording ? 'PUT' : 'GET'} on this path` });
  }
  try {
    const session = findSession(keeping.store, id);
    return json(
      200,
      describe(recording ? await record(session, request, engine, keeping) : session, keeping),
    );
  } catch (error) {
    return errorResponse(error);
  }
}

async function record(
  session: LivenessSession,
  { url, body }: RekognitionRequest,
  engine: FaceEngine,
  keeping: SessionKeeping,
): Promise<LivenessSession> {
  const how = choice(url, 'judge', JUDGES);
  const frames = choice(url, 'frames', FRAMES);
  const [challenge] = session.challenges;
  if (!challenge) throw new Error(`liveness session ${session.id} has no challenge`);
  // read before the session is taken, so that a file that is not a photo does not use it up
  const judgement = await judgeRecording(engine, body, how, session.auditImagesLimit);
  const version = url.searchParams.get('challenge-version') ?? challenge.version;
  const sdkType = url.searchParams.get('sdk-type') ?? undefined;
  const begun = await beginSession(session.id, { ...challenge, version }, sdkType, keeping);
  try {
    return await succeedSession(begun, judgement, keeping, frames);
  } catch (error) {
    await failSession(begun, error instanceof Error ? error.message : String(error), keeping);
    throw error;
  }
}

/** Reads a parameter of a recording: its first value if it is absent. */
function choice<Value extends string>({ searchParams }: URL, name: string, values: readonly Value[]): Value {
  const asked = searchParams.get(name) ?? values[0];
  const found = values.find((value) => value === asked);
  if (found) return found;
  throw new RekognitionError(
    'InvalidParameterException',
    `${name} is '${asked}': use ${values.join(' or ')}`,
  );
}

function describe(session: LivenessSession, { clock }: SessionKeeping): Record<string, unknown> {
  const { id, challenge, result, failure } = session;
  return {
    session_id: id,
    status: statusAt(session, clock.now()),
    ...(challenge && { challenge }),
    ...(failure !== undefined && { failure }),
    ...(result && {
      confidence: result.confidence,
      confidence_parts: result.parts,
      feedback: result.feedback,
      notice: JUDGE_NOTICE,
    }),
  };
}

function errorResponse(error: unknown): RekognitionResponse {
  if (error instanceof RekognitionError) {
    const status = error.code === 'SessionNotFoundException' ? 404 : error.status;
    return json(status, { code: error.code, message: error.message });
  }
  if (error instanceof ImageError) {
    return json(400, { code: IMAGE_ERROR_CODES[error.code], message: error.message });
  }
  throw error;
}

function json(status: number, body: unknown): RekognitionResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
