import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { FaceEngine } from '../faces/face-engine.ts';
import type { Caller, Clock, ObjectStore, RekognitionRequest, RekognitionResponse } from '../types.ts';
import { createSession } from './create-session.ts';
import { answerAdmin } from './liveness-admin.ts';
import { sessionResults } from './session-results.ts';
import { openSessionStore } from './session-store.ts';

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

export interface LivenessOptions {
  readonly dataDir: string;
  readonly engine: FaceEngine;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly region: string;
}

export async function createLiveness({
  dataDir,
  engine,
  objects,
  clock,
}: LivenessOptions): Promise<Liveness> {
  const store = await openSessionStore(join(dataDir, 'liveness'), clock);
  const keeping = { store, objects, clock };
  return {
    operations: {
      CreateFaceLivenessSession: (input) => createSession(input, keeping),
      GetFaceLivenessSessionResults: (input) => sessionResults(input, keeping),
    },
    admin: (request) => answerAdmin(request, engine, keeping),
    upgrade: (_request, socket) => {
      socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n');
    },
    close: () => store.close(),
  };
}
