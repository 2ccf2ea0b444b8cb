import { EventStreamCodec } from '@smithy/core/event-streams';
import { z } from 'zod';
import type { StreamExceptionCode } from './stream-exception.ts';
import { StreamException } from './stream-exception.ts';

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
);

/** A client's message: an event inside a message that dates and signs it. */
export interface SignedMessage {
  readonly date: Date;
  /** Lower-case hex. */
  readonly signature: string;
  /** The event's own message; empty in the one that ends a stream. */
  readonly body: Uint8Array;
}

/** Colors as the stream has them, 0 to 255 each. */
export type Rgb = readonly [number, number, number];

const timestampSchema = z.number().nonnegative();
const boxSchema = z.object({ Width: z.number(), Height: z.number(), Left: z.number(), Top: z.number() });
const level = z.int().min(0).max(255);
const colorSchema = z.object({ RGB: z.tuple([level, level, level]) });
const clientChallengeSchema = z.object({
  ChallengeId: z.string(),
  VideoStartTimestamp: timestampSchema.optional(),
  VideoEndTimestamp: timestampSchema.optional(),
  InitialFace: z.object({ BoundingBox: boxSchema, InitialFaceDetectedTimestamp: timestampSchema }).optional(),
  TargetFace: z
    .object({
      BoundingBox: boxSchema,
      FaceDetectedInTargetPositionStartTimestamp: timestampSchema,
      FaceDetectedInTargetPositionEndTimestamp: timestampSchema,
    })
    .optional(),
  ColorDisplayed: z
    .object({
      CurrentColor: colorSchema,
      PreviousColor: colorSchema.optional(),
      SequenceNumber: z.int().nonnegative(),
      CurrentColorStartTimestamp: timestampSchema,
    })
    .optional(),
});

/** ClientChallenge of the stream's service model, without the name of the challenge. */
export type ClientChallenge = z.infer<typeof clientChallengeSchema>;
export type ColorDisplayed = NonNullable<ClientChallenge['ColorDisplayed']>;

const sessionInformationSchema = z.object({
  Challenge: z.union([
    z.object({ FaceMovementAndLightChallenge: clientChallengeSchema }),
    z.object({ FaceMovementChallenge: clientChallengeSchema }),
  ]),
});
const videoSchema = z.object({
  VideoChunk: z.base64().default(''),
  TimestampMillis: timestampSchema.optional(),
});

export type ClientEvent =
  | { readonly kind: 'video'; readonly chunk: Buffer }
  | {
      readonly kind: 'information';
      readonly challengeType: 'FaceMovementAndLightChallenge' | 'FaceMovementChallenge';
      readonly challenge: ClientChallenge;
    };

/** @throws StreamException if the bytes are not a signed message */
export function decodeSignedMessage(bytes: Uint8Array): SignedMessage {
  const { headers, body } = decode(bytes);
  const date = headers[':date'];
  const signature = headers[':chunk-signature'];
  if (date?.type !== 'timestamp' || signature?.type !== 'binary') {
    throw new StreamException('ValidationException', 'Message has no :date or no :chunk-signature header.');
  }
  return { date: date.value, signature: Buffer.from(signature.value).toString('hex'), body };
}

/** @throws StreamException if the bytes are not an event that a client may send */
export function decodeClientEvent(bytes: Uint8Array): ClientEvent {
  const { headers, body } = decode(bytes);
  const type = headers[':event-type']?.value;
  const payload = parseJson(body);
  if (type === 'VideoEvent') {
    return { kind: 'video', chunk: Buffer.from(check(videoSchema, payload).VideoChunk, 'base64') };
  }
  if (type !== 'ClientSessionInformationEvent') {
    throw new StreamException(
      'ValidationException',
      `Event type ${String(type)} is not one that a client sends.`,
    );
  }
  const { Challenge } = check(sessionInformationSchema, payload);
  return 'FaceMovementAndLightChallenge' in Challenge
    ? {
        kind: 'information',
        challengeType: 'FaceMovementAndLightChallenge',
        challenge: Challenge.FaceMovementAndLightChallenge,
      }
    : {
        kind: 'information',
        challengeType: 'FaceMovementChallenge',
        challenge: Challenge.FaceMovementChallenge,
      };
}

export function encodeEvent(
  type: 'ServerSessionInformationEvent' | 'DisconnectionEvent',
  payload: unknown,
): Uint8Array {
  return encode({ ':message-type': 'event', ':event-type': type }, payload);
}

export function encodeException(code: StreamExceptionCode, message: string): Uint8Array {
  // upper case as in the service model; lower case for what the model doesn't know and the SDK raises by name
  return encode(
    { ':message-type': 'exception', ':exception-type': code },
    { Message: message, message, Code: code },
  );
}

function encode(headers: Readonly<Record<string, string>>, payload: unknown): Uint8Array {
  const all = { ...headers, ':content-type': 'application/json' };
  return codec.encode({
    headers: Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, { type: 'string' as const, value }]),
    ),
    body: new TextEncoder().encode(JSON.stringify(payload)),
  });
}

function decode(bytes: Uint8Array): ReturnType<EventStreamCodec['decode']> {
  try {
    return codec.decode(bytes);
  } catch (error) {
    throw new StreamException(
      'ValidationException',
      'Message is not in the event-stream format.',
      'policyViolation',
      { cause: error },
    );
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new StreamException('ValidationException', 'Event is not JSON.', 'policyViolation', {
      cause: error,
    });
  }
}

function check<Schema extends z.ZodType>(schema: Schema, payload: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StreamException(
    'ValidationException',
    `Event failed a constraint at '${issue?.path.join('.')}': ${issue?.message}`,
  );
}
