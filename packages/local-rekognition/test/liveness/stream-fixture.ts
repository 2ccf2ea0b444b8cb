import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  type LivenessRequestStream,
  type LivenessResponseStream,
  RekognitionStreamingClient,
  type SessionInformation,
  StartFaceLivenessSessionCommand,
} from '@aws-sdk/client-rekognitionstreaming';
import { eventStreamPayloadHandlerProvider, WebSocketFetchHandler } from '@aws-sdk/middleware-websocket';
import {
  iterableToReadableStream,
  readableStreamToIterable,
  UniversalEventStreamMarshaller,
} from '@smithy/core/event-streams';
import type { EventStreamSerdeProvider } from '@smithy/types';
import { WebSocket } from 'ws';
import type { FaceEngine } from '../../src/faces/face-engine.ts';
import { LOCAL_CREDENTIALS } from '../../src/liveness/liveness.ts';
import { localCertificate } from '../../src/liveness/local-certificate.ts';
import { aLiveness, type LivenessFixture } from './liveness-fixture.ts';

/** What came of a stream, as the client saw it. */
export interface StreamOutcome {
  readonly information: SessionInformation | undefined;
  /** The server said good-bye, and did so properly. */
  readonly disconnected: boolean;
  /** Name of the exception that the SDK raised. */
  readonly exception: string | undefined;
  readonly message: string | undefined;
  readonly closeCode: number | undefined;
}

export interface StreamOptions {
  readonly region?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly videoWidth?: string;
  readonly challengeVersions?: string;
  /** Changes the bytes of the nth message on their way, counted from 0. */
  readonly tamper?: (bytes: Uint8Array, index: number) => Uint8Array;
}

/** What the client does once it knows its challenge; what it yields is signed and sent. */
export type ClientBehavior = (information: SessionInformation) => AsyncIterable<LivenessRequestStream>;

export interface StreamFixture extends LivenessFixture {
  /** Opens a stream with the real SDK client. */
  stream(sessionId: string, behave: ClientBehavior, options?: StreamOptions): Promise<StreamOutcome>;
}

export const REGION = 'eu-west-1';
const BOTH_CHALLENGES = 'FaceMovementAndLightChallenge_2.0.0,FaceMovementChallenge_1.0.0';

/** The service behind a TLS server on a free port of this machine. */
export async function aStreamServer(
  options: { engine?: FaceEngine; startMs?: number } = {},
): Promise<StreamFixture> {
  // the SDK signs by the machine's clock
  const fixture = await aLiveness({ startMs: Date.now(), ...options });
  const { ca, cert, key } = await localCertificate(join(fixture.dataDir, 'tls'), Date.now());
  const server = createServer({ cert, key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.on('upgrade', (request, socket, head) => fixture.liveness.upgrade(request, socket, head));
  const { port } = server.address() as AddressInfo;
  return {
    ...fixture,
    stream: (sessionId, behave, streamOptions = {}) => {
      const url = new URL(`https://localhost:${port}`);
      return openStream(url, ca, sessionId, behave, streamOptions);
    },
    dispose: async () => {
      await fixture.dispose();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function openStream(
  url: URL,
  ca: string,
  sessionId: string,
  behave: ClientBehavior,
  { tamper, ...options }: StreamOptions,
): Promise<StreamOutcome> {
  let closed: Promise<number> | undefined;
  // the SDK's WebSocket handler is written for browsers and takes the global one
  class TestWebSocket extends WebSocket {
    #sent = 0;
    constructor(address: string) {
      super(address, { ca });
      closed = new Promise((resolve) => this.on('close', resolve));
    }
    override send(data: Uint8Array): void {
      super.send(tamper ? tamper(data, this.#sent++) : data);
    }
  }
  Object.assign(globalThis, { WebSocket: TestWebSocket });
  const client = new RekognitionStreamingClient({
    region: options.region ?? REGION,
    credentials: options.credentials ?? LOCAL_CREDENTIALS,
    endpointProvider: () => ({ url }),
    requestHandler: new WebSocketFetchHandler({ connectionTimeout: 10_000 }),
    eventStreamPayloadHandlerProvider,
    eventStreamSerdeProvider: browserSerde,
    maxAttempts: 1,
    // it warns about what the tests provoke
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  let inform: (information: SessionInformation) => void = () => {};
  const informed = new Promise<SessionInformation>((resolve) => {
    inform = resolve;
  });
  let information: SessionInformation | undefined;
  let disconnected = false;
  let failure: unknown;
  try {
    const { LivenessResponseStream } = await client.send(
      new StartFaceLivenessSessionCommand({
        SessionId: sessionId,
        VideoWidth: options.videoWidth ?? '320',
        VideoHeight: '240',
        ChallengeVersions: options.challengeVersions ?? BOTH_CHALLENGES,
        LivenessRequestStream: clientEvents(informed, behave),
      }),
    );
    for await (const event of LivenessResponseStream ?? []) {
      failure ??= exceptionIn(event);
      disconnected ||= event.DisconnectionEvent !== undefined;
      information ??= event.ServerSessionInformationEvent?.SessionInformation;
      if (information) inform(information);
    }
  } catch (error) {
    failure ??= error;
  }
  const closeCode = await closed;
  client.destroy();
  return {
    information,
    disconnected,
    exception: failure instanceof Error ? failure.name : undefined,
    message: failure instanceof Error ? failure.message : undefined,
    closeCode,
  };
}

/**
 * The SDK's reading and writing of events as it is in browsers: its Node build hands over streams of Node.
 */
const browserSerde: EventStreamSerdeProvider = (options) => {
  const marshaller = new UniversalEventStreamMarshaller(options);
  return {
    deserialize: (body, deserializer) =>
      marshaller.deserialize(
        body instanceof ReadableStream ? readableStreamToIterable<Uint8Array>(body) : body,
        deserializer,
      ),
    serialize: (events, serializer) => iterableToReadableStream(marshaller.serialize(events, serializer)),
  };
};

/** What a client sends; afterwards it waits, as the component does, for the server to close. */
async function* clientEvents(
  informed: Promise<SessionInformation>,
  behave: ClientBehavior,
): AsyncGenerator<LivenessRequestStream> {
  yield* behave(await informed);
  await new Promise(() => {});
}

function exceptionIn(event: LivenessResponseStream): Error | undefined {
  return [
    event.ValidationException,
    event.InternalServerException,
    event.ThrottlingException,
    event.ServiceQuotaExceededException,
    event.ServiceUnavailableException,
  ].find((exception) => exception !== undefined);
}
