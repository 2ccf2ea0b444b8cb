import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { FaceEngine } from '../faces/face-engine.ts';
import type { Caller, Clock, ObjectStore, RekognitionRequest, RekognitionResponse } from '../types.ts';
import { createSession } from './create-session.ts';
import { answerAdmin } from './liveness-admin.ts';
import { sessionResults } from './session-results.ts';
import { openSessionStore } from './session-store.ts';
import { serveStream } from './stream/liveness-stream.ts';
import type { SecretOf } from './stream/stream-signature.ts';

/** Face Liveness: the two operations, the stream, and what the person at the keyboard may do. */
export interface Liveness {
  /** CreateFaceLivenessSession and GetFaceLivenessSessionResults, by name. */
  readonly operations: Readonly<Record<string, (input: unknown, caller: Caller) => Promise<unknown>>>;
  /** Answers `/_local/rekognition/liveness-sessions/...`; undefined for any other path. */
  admin(request: RekognitionRequest): Promise<RekognitionResponse | undefined>;
  /** Takes over a connection that asks for `start-face-liveness-session-websocket`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

const STREAM_PATH = '/start-face-liveness-session-websocket';

/** Larger messages are cut off by the socket itself; smaller ones that are too large get an answer. */
const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;

export interface LivenessOptions {
  readonly dataDir: string;
  readonly engine: FaceEngine;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly region: string;
  /** Secret keys of who may open a stream; {@link LOCAL_CREDENTIALS} alone when left out. */
  readonly secretOf?: SecretOf;
}

/** The key pair of a service that stands alone, with nobody who gives out others. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

const localSecretOf: SecretOf = (accessKeyId) =>
  accessKeyId === LOCAL_CREDENTIALS.accessKeyId ? LOCAL_CREDENTIALS.secretAccessKey : undefined;

/** Opens the service on the sessions kept in `dataDir`. */
export async function createLiveness(options: LivenessOptions): Promise<Liveness> {
  const { dataDir, engine, objects, clock, region, secretOf = localSecretOf } = options;
  const store = await openSessionStore(join(dataDir, 'liveness'), clock);
  const keeping = { store, objects, clock };
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  const streams = new Set<Promise<void>>();
  return {
    operations: {
      CreateFaceLivenessSession: (input) => createSession(input, keeping),
      GetFaceLivenessSessionResults: (input) => sessionResults(input, keeping),
    },
    admin: (request) => answerAdmin(request, engine, keeping),
    upgrade: (request, socket, head) => {
      if (!new URL(request.url ?? '/', 'wss://localhost').pathname.endsWith(STREAM_PATH)) {
        socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
        return;
      }
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        const stream = serveStream(webSocket, request, { engine, keeping, region, secretOf });
        streams.add(stream);
        stream.catch(process.emitWarning).finally(() => streams.delete(stream));
      });
    },
    close: async () => {
      for (const webSocket of webSockets.clients) webSocket.terminate();
      await Promise.allSettled(streams);
      await store.close();
    },
  };
}
