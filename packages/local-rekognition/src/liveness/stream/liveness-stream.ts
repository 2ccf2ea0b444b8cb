import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { FaceEngine } from '../../faces/face-engine.ts';
import { RekognitionError } from '../../rekognition-error.ts';
import { chooseChallenge } from '../challenge.ts';
import { beginSession, failSession, type SessionKeeping, succeedSession } from '../finish-session.ts';
import { judge } from '../judgement.ts';
import { type LivenessSession, SESSION_LIFE_MS } from '../session.ts';
import { findSession } from '../session-results.ts';
import { VideoError } from '../video/decode-video.ts';
import { VIDEO_LIMITS } from '../video/video-frame.ts';
import { captureVideo, type RecordedStream } from '../video-capture.ts';
import { readClientLog } from './client-log.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { type IssuedChallenge, issueChallenge, sessionInformation } from './issued-challenge.ts';
import { decodeClientEvent, decodeSignedMessage, encodeEvent, encodeException } from './messages.ts';
import { CLOSE_CODES, StreamException } from './stream-exception.ts';
import { type MessageVerifier, type SecretOf, verifyPresignedUrl } from './stream-signature.ts';

export interface StreamDependencies {
  readonly engine: FaceEngine;
  readonly keeping: SessionKeeping;
  readonly region: string;
  readonly secretOf: SecretOf;
}

/** Once the video runs, a chunk comes every second; before that, a person may read the instructions. */
const MAX_SILENCE_MS = 15_000;

/** Sides of a video, in pixels. The component asks for 640 x 480, phones turn it. */
const MIN_VIDEO_SIDE_PX = 240;

/**
 * Serves one StartFaceLivenessSession stream from its first message to its close. Every error is reported to
 * the client as an exception message: a refused upgrade would look like a time-out to a browser.
 */
export async function serveStream(
  socket: WebSocket,
  request: IncomingMessage,
  dependencies: StreamDependencies,
): Promise<void> {
  const { engine, keeping } = dependencies;
  const inbox = openInbox(socket, keeping.clock);
  // the socket closes after an error, and the inbox reports that
  socket.on('error', () => {});
  let session: LivenessSession | undefined;
  try {
    const url = new URL(request.url ?? '/', 'wss://localhost');
    const verifier = await verifyPresignedUrl(url, request.headers.host ?? '', {
      ...dependencies,
      now: () => keeping.clock.now(),
    });
    const issued = issueFor(url, keeping);
    session = await beginSession(
      requiredParameter(url, 'session-id'),
      issued.challenge,
      sdkType(url),
      keeping,
    );
    socket.send(encodeEvent('ServerSessionInformationEvent', sessionInformation(issued)));
    const recorded = await receiveRecording(inbox, verifier, issued, session, keeping);
    const capture = await captureVideo(engine, recorded);
    if (!capture.reference)
      throw new StreamException('ValidationException', 'No person detected in the video.');
    await succeedSession(session, await judge(engine, capture, session.auditImagesLimit), keeping);
    socket.send(encodeEvent('DisconnectionEvent', { TimestampMillis: keeping.clock.now() }));
    socket.close(CLOSE_CODES.done);
  } catch (error) {
    const exception = toStreamException(error);
    if (exception.code === 'InternalServerException') process.emitWarning(asError(error));
    socket.send(encodeException(exception.code, exception.message));
    socket.close(CLOSE_CODES[exception.closeReason]);
    if (session) await failSession(session, `${exception.code}: ${exception.message}`, keeping);
  }
}

function issueFor(url: URL, { store }: SessionKeeping): IssuedChallenge {
  const session = findSession(store, requiredParameter(url, 'session-id'));
  const offered = requiredParameter(url, 'challenge-versions');
  const challenge = chooseChallenge(session.challenges, offered);
  if (!challenge) {
    const wanted = session.challenges.map(({ type, version }) => `${type}_${version}`).join(',');
    throw new StreamException(
      'ValidationException',
      `The session asks for ${wanted}, the client offers ${offered}.`,
    );
  }
  return issueChallenge(challenge, videoSide(url, 'video-width'), videoSide(url, 'video-height'));
}

/** Takes messages until the empty chunk that ends a video. */
async function receiveRecording(
  inbox: Inbox,
  verifier: MessageVerifier,
  issued: IssuedChallenge,
  session: LivenessSession,
  { clock }: SessionKeeping,
): Promise<RecordedStream> {
  const sessionEndMs = session.createdAtMs + SESSION_LIFE_MS;
  const expired = new StreamException(
    'ValidationException',
    'Session has expired: create a new one.',
    'sessionExpired',
  );
  const silent = new StreamException('ValidationException', 'The stream was idle for too long.', 'idle');
  const log = readClientLog(issued);
  const chunks: Buffer[] = [];
  let videoBytes = 0;
  for (;;) {
    const silenceEndMs = chunks.length === 0 ? Number.POSITIVE_INFINITY : clock.now() + MAX_SILENCE_MS;
    const bytes = await (silenceEndMs < sessionEndMs
      ? inbox.next(silenceEndMs, silent)
      : inbox.next(sessionEndMs, expired));
    const message = decodeSignedMessage(bytes);
    await verifier.verify(message);
    // the SDK signs one empty message when its caller's stream ends
    if (message.body.length === 0)
      throw new StreamException('ValidationException', 'The stream ended early.');
    const event = decodeClientEvent(message.body);
    if (event.kind === 'information') {
      log.add(event);
    } else if (event.chunk.length === 0) {
      return { video: Buffer.concat(chunks), issued, log: log.finish() };
    } else {
      videoBytes += event.chunk.length;
      if (videoBytes > VIDEO_LIMITS.maxBytes) {
        throw new StreamException(
          'ValidationException',
          `Video is larger than ${VIDEO_LIMITS.maxBytes} bytes.`,
          'tooBig',
        );
      }
      chunks.push(event.chunk);
    }
  }
}

function requiredParameter({ searchParams }: URL, name: string): string {
  const value = searchParams.get(name);
  if (value) return value;
  throw new StreamException('ValidationException', `Query parameter ${name} is missing.`);
}

function videoSide(url: URL, name: string): number {
  const side = Number(requiredParameter(url, name));
  if (Number.isInteger(side) && side >= MIN_VIDEO_SIDE_PX && side <= VIDEO_LIMITS.maxSidePx) return side;
  throw new StreamException(
    'ValidationException',
    `${name} must be ${MIN_VIDEO_SIDE_PX} to ${VIDEO_LIMITS.maxSidePx} pixels.`,
  );
}

/** The client's own word for what it is: the part of its user agent that names liveness. */
function sdkType({ searchParams }: URL): string | undefined {
  const agent = (searchParams.get('x-amz-user-agent') ?? searchParams.get('user-agent') ?? '').split(' ');
  return agent.find((part) => /liveness/i.test(part)) || agent[0] || undefined;
}

function toStreamException(error: unknown): StreamException {
  if (error instanceof StreamException) return error;
  if (error instanceof VideoError) {
    return new StreamException(
      'ValidationException',
      `Video cannot be read: ${error.message}.`,
      'policyViolation',
      {
        cause: error,
      },
    );
  }
  if (error instanceof RekognitionError && error.status < 500) {
    const code = error.code === 'SessionNotFoundException' ? error.code : 'ValidationException';
    return new StreamException(code, error.message, 'policyViolation', { cause: error });
  }
  return new StreamException('InternalServerException', 'Internal server error.', 'serverError', {
    cause: error,
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
