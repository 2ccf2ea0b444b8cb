import { s3Error } from './s3-error.ts';
import { equalText, sha256Hex, type VerifiedSignature } from './signature.ts';

/** A body as it was meant, and the headers that followed it. */
export interface DecodedBody {
  readonly content: Buffer;
  /** Names are lower-case. */
  readonly trailers: Readonly<Record<string, string>>;
}

const LINE_END = '\r\n';
const SIGNED_CHUNK = 'AWS4-HMAC-SHA256-PAYLOAD';
const SIGNED_TRAILER = 'AWS4-HMAC-SHA256-TRAILER';

/**
 * Takes the `aws-chunked` framing off a body and checks the signature of every chunk where chunks are signed
 * (S3 API reference, "Signature calculations: transferring payload in multiple chunks").
 * @throws IncompleteBody, SignatureDoesNotMatch
 */
export function decodeChunked(body: Buffer, verified: VerifiedSignature): DecodedBody {
  const signed = verified.payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256');
  const chunks: Buffer[] = [];
  let previous = verified.signature;
  let position = 0;

  const nextLine = (): string => {
    const end = body.indexOf(LINE_END, position);
    if (end < 0) throw s3Error('IncompleteBody');
    const line = body.toString('latin1', position, end);
    position = end + LINE_END.length;
    return line;
  };

  for (;;) {
    const [, size = '', signature] =
      /^([0-9a-fA-F]+)(?:;chunk-signature=([0-9a-f]+))?$/.exec(nextLine()) ?? [];
    if (size === '') throw s3Error('IncompleteBody');
    const chunk = body.subarray(position, position + Number.parseInt(size, 16));
    if (chunk.length < Number.parseInt(size, 16)) throw s3Error('IncompleteBody');
    position += chunk.length;
    if (signed)
      previous = checkLink(verified, SIGNED_CHUNK, [previous, sha256Hex(''), sha256Hex(chunk)], signature);
    if (chunk.length === 0) break;
    if (nextLine() !== '') throw s3Error('IncompleteBody');
    chunks.push(chunk);
  }

  const trailers = trailersOf(body.toString('latin1', position).split(LINE_END));
  const { 'x-amz-trailer-signature': trailerSignature, ...checksums } = trailers;
  if (signed && verified.payloadHash.endsWith('-TRAILER')) {
    const text = Object.entries(checksums)
      .map(([name, value]) => `${name}:${value}\n`)
      .join('');
    checkLink(verified, SIGNED_TRAILER, [previous, sha256Hex(text)], trailerSignature);
  }
  return { content: Buffer.concat(chunks), trailers: checksums };
}

/** Each signature covers the one before it, so that no chunk can be left out, changed or moved. */
function checkLink(
  verified: VerifiedSignature,
  kind: string,
  hashes: readonly string[],
  signature: string | undefined,
): string {
  const expected = verified.sign([kind, verified.date, verified.scope, ...hashes]);
  if (signature === undefined || !equalText(expected, signature)) throw s3Error('SignatureDoesNotMatch');
  return expected;
}

function trailersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()]];
    }),
  );
}
