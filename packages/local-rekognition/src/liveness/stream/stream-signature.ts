import { timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SignedMessage } from './messages.ts';
import { StreamException } from './stream-exception.ts';

/**
 * The secret key that belongs to an access key and its session token; undefined when there is no such key.
 */
export type SecretOf = (accessKeyId: string, sessionToken: string | undefined) => string | undefined;

/** The signing name of StartFaceLivenessSession in its service model. */
const SIGNING_NAME = 'rekognition';

/** How far a client's clock may be off. @see SigV4: requests are valid for 5 minutes around their date */
const MAX_CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Longest life that SigV4 lets a presigned URL have. */
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60;

const SIGNATURE_PARAMETERS = new Set([
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Security-Token',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
]);

interface PresignedUrl {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
  readonly date: Date;
  readonly expiresSeconds: number;
  readonly signature: string;
}

/** Verifies the messages of one stream: each signature covers the one before it. */
export interface MessageVerifier {
  /**
   * @throws StreamException when the message was not signed by who opened the stream, or not in this order
   */
  verify(message: SignedMessage): Promise<void>;
}

export interface SignatureOptions {
  readonly region: string;
  readonly secretOf: SecretOf;
  readonly now: () => number;
}

/**
 * Verifies the presigned URL that a stream was opened with.
 *
 * @param host value of the Host header
 * @throws StreamException InvalidSignatureException, UnrecognizedClientException or ExpiredTokenException
 */
export async function verifyPresignedUrl(
  url: URL,
  host: string,
  { region, secretOf, now }: SignatureOptions,
): Promise<MessageVerifier> {
  const presigned = parsePresignedUrl(url);
  // the words by which the Amplify component recognizes a wrong region
  if (presigned.region !== region) {
    throw new StreamException(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region: '${presigned.region}' is not '${region}'.`,
    );
  }
  checkTime(presigned, now());
  const { accessKeyId, sessionToken, date, expiresSeconds } = presigned;
  const secretAccessKey = secretOf(accessKeyId, sessionToken);
  if (secretAccessKey === undefined) {
    throw new StreamException(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const signer = new SignatureV4({
    service: SIGNING_NAME,
    region,
    sha256: Sha256,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
  });
  // the SDK signs the host without its port; a client that signs what it sends is right, too
  const signatures = await Promise.all(
    [...new Set([host.replace(/:\d+$/, ''), host])].map((signedHost) =>
      presignAgain(signer, url, signedHost, date, expiresSeconds),
    ),
  );
  if (!signatures.some((signature) => sameSignature(signature, presigned.signature))) {
    throw badSignature('request');
  }
  return messageVerifier(signer, presigned.signature, now);
}

function messageVerifier(signer: SignatureV4, first: string, now: () => number): MessageVerifier {
  let priorSignature = first;
  return {
    verify: async ({ date, signature, body }) => {
      if (Math.abs(date.getTime() - now()) > MAX_CLOCK_SKEW_MS) {
        throw new StreamException(
          'InvalidSignatureException',
          'Signature expired: the message is more than 5 minutes off.',
        );
      }
      const expected = await signer.signMessage(
        { message: { headers: { ':date': { type: 'timestamp', value: date } }, body }, priorSignature },
        { signingDate: date },
      );
      if (!sameSignature(expected.signature, signature)) throw badSignature('message');
      priorSignature = signature;
    },
  };
}

function parsePresignedUrl({ searchParams }: URL): PresignedUrl {
  const parameter = (name: string): string => {
    const value = searchParams.get(name);
    if (value) return value;
    throw new StreamException(
      'InvalidSignatureException',
      `The request is not presigned: ${name} is missing.`,
    );
  };
  if (parameter('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') throw badSignature('request');
  const [accessKeyId, , region, service, terminator] = parameter('X-Amz-Credential').split('/');
  if (!accessKeyId || !region || service !== SIGNING_NAME || terminator !== 'aws4_request') {
    throw new StreamException(
      'InvalidSignatureException',
      `Credential should be ACCESS_KEY/DATE/REGION/${SIGNING_NAME}/aws4_request.`,
    );
  }
  return {
    accessKeyId,
    sessionToken: searchParams.get('X-Amz-Security-Token') ?? undefined,
    region,
    date: parseDate(parameter('X-Amz-Date')),
    expiresSeconds: Number(parameter('X-Amz-Expires')),
    signature: parameter('X-Amz-Signature'),
  };
}

function parseDate(text: string): Date {
  const date = new Date(text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!Number.isNaN(date.getTime())) return date;
  throw new StreamException('InvalidSignatureException', 'X-Amz-Date must be in the form 20260131T235959Z.');
}

function checkTime({ date, expiresSeconds }: PresignedUrl, nowMs: number): void {
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 1 || expiresSeconds > MAX_EXPIRES_SECONDS) {
    throw new StreamException('InvalidSignatureException', 'X-Amz-Expires must be 1 second to 7 days.');
  }
  if (date.getTime() - nowMs > MAX_CLOCK_SKEW_MS) {
    throw new StreamException('InvalidSignatureException', 'Signature not yet current.');
  }
  if (nowMs >= date.getTime() + expiresSeconds * 1000) {
    throw new StreamException('ExpiredTokenException', 'The presigned request has expired.');
  }
}

async function presignAgain(
  signer: SignatureV4,
  url: URL,
  host: string,
  signingDate: Date,
  expiresIn: number,
): Promise<string> {
  const query = Object.fromEntries([...url.searchParams].filter(([name]) => !SIGNATURE_PARAMETERS.has(name)));
  const presigned = await signer.presign(
    {
      method: 'GET',
      protocol: 'wss:',
      hostname: host,
      path: url.pathname,
      query,
      headers: { host },
      body: '',
    },
    { signingDate, expiresIn },
  );
  return String(presigned.query?.['X-Amz-Signature']);
}

function sameSignature(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function badSignature(what: string): StreamException {
  return new StreamException(
    'InvalidSignatureException',
    `The ${what} signature we calculated does not match the signature you provided.`,
  );
}
