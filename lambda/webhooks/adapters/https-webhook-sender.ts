import { lookup as lookUp } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SendError } from '../domain/delivery.ts';
import { isAllowedHost, urlProblem } from '../domain/endpoint-url.ts';
import { isPublicAddress } from '../domain/public-address.ts';
import type { WebhookAnswer, WebhookSender } from '../ports/webhook-sender.ts';

/** Time of a whole request; the function that sends has twice as much. */
const TIMEOUT_MS = 10_000;
/** Bytes of the answer's body that are read and dropped, so that no receiver is cut off while it writes. */
const MAX_BODY_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;

export interface SenderOptions {
  /** Hosts that may be reached without TLS, and at any address; empty but on a laptop. */
  readonly allowedHosts: readonly string[];
  readonly timeoutMs?: number;
  /** Resolves a name to all of its addresses. */
  readonly resolve?: (
    hostname: string,
  ) => Promise<readonly { readonly address: string; readonly family: number }[]>;
  /** Whether an address may be connected to. */
  readonly isAllowedAddress?: (address: string) => boolean;
  /** Certificates that are trusted instead of those of Node.js. */
  readonly ca?: string;
}

/** An error by which an attempt is logged. */
class NotSent extends Error {
  override readonly name = 'NotSent';
  readonly reason: SendError;

  constructor(reason: SendError) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Sends webhooks by HTTPS. A name is resolved once for each request, all of its addresses are checked, and
 * the connection is made to those and no others, so that a name cannot have another address in between.
 * Each request has a connection of its own, no redirect is followed, and the certificate must be valid for
 * the name of the URL.
 */
export function createHttpsWebhookSender({
  allowedHosts,
  timeoutMs = TIMEOUT_MS,
  resolve = (hostname) => lookUp(hostname, { all: true }),
  isAllowedAddress = isPublicAddress,
  ca,
}: SenderOptions): WebhookSender {
  const checkedLookup = async (hostname: string) => {
    const addresses = await resolve(hostname).catch(() => []);
    if (addresses.length === 0) throw new NotSent('name_not_resolved');
    if (!addresses.every(({ address }) => isAllowedAddress(address)))
      throw new NotSent('address_not_allowed');
    return addresses;
  };
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    checkedLookup(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error) => callback(error, ''),
    );
  };

  return {
    async send({ url, headers, body }) {
      const target = new URL(url);
      const isAllowed = isAllowedHost(target, allowedHosts);
      // the rules may be stricter than when the endpoint was created, and nothing looks an address up
      if (urlProblem(url, allowedHosts) !== undefined) return { error: 'address_not_allowed' };
      const bytes = Buffer.from(body);
      try {
        return await answerOf(
          target,
          {
            method: 'POST',
            headers: { ...headers, 'content-length': bytes.length },
            agent: false,
            maxHeaderSize: MAX_HEADER_BYTES,
            signal: AbortSignal.timeout(timeoutMs),
            ...(isAllowed ? {} : { lookup }),
            ...(ca === undefined ? {} : { ca }),
          },
          bytes,
        );
      } catch (error) {
        return { error: errorOf(error) };
      }
    },
  };
}

function answerOf(target: URL, options: RequestOptions, body: Buffer): Promise<WebhookAnswer> {
  const open = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    let answer: WebhookAnswer | undefined;
    // once there is a status, it is known what the receiver did; the rest of its answer changes nothing
    const end = (error?: Error) => (answer ? resolve(answer) : reject(error));
    const request = open(target, options, (response) => {
      const { statusCode = 0 } = response;
      answer = { statusCode, ...retryAfterOf(response.headers['retry-after']) };
      let read = 0;
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > MAX_BODY_BYTES) response.destroy();
      });
      response.on('error', end);
      response.on('close', end);
    });
    request.on('error', end);
    request.end(body);
  });
}

/** Seconds of the header; dates are not taken, by which a receiver with a wrong clock would ask for years. */
function retryAfterOf(header: string | undefined): { retryAfterSeconds?: number } {
  return header !== undefined && /^\d{1,6}$/.test(header) ? { retryAfterSeconds: Number(header) } : {};
}

/** Codes of errors of certificates and their names (Node.js, "TLS", "X509 certificate error codes"). */
const CERTIFICATE_ERRORS =
  /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

function errorOf(error: unknown): SendError {
  if (error instanceof NotSent) return error.reason;
  const { name = '', code = '' } = error as { name?: string; code?: string };
  if (name === 'AbortError' || name === 'TimeoutError') return 'timed_out';
  return CERTIFICATE_ERRORS.test(code) ? 'certificate_not_valid' : 'connection_failed';
}
