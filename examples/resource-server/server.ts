import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import canonicalize from 'canonicalize';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

/**
 * A resource server that executes payments, each with a step-up of its own. It answers a payment without proof
 * as RFC 9470 says, and verifies proofs by the public keys, without another call of the API.
 */
export interface ResourceServerOptions {
  /** `face-idv-{stage}`, the claim `iss`. */
  readonly issuer: string;
  /** The own tenant, the claim `aud`: a proof of another tenant is refused. */
  readonly tenant: string;
  /** `{ApiUrl}.well-known/jwks.json` */
  readonly keysUrl: URL;
  /** Accepted classes, such as `urn:face-idv:step-up:sensitive`. */
  readonly acrValues: readonly string[];
  /** Longest time in seconds since the step-up. */
  readonly maxAgeSeconds: number;
  readonly now?: () => Date;
}

export interface Payment {
  readonly payer: string;
  readonly payee: string;
  readonly amount: string;
  readonly currency: string;
}

/** A proof that does not suffice; `code` is that of RFC 6750 or RFC 9470. */
class Refusal extends Error {
  readonly code: 'invalid_token' | 'insufficient_user_authentication';

  constructor(code: Refusal['code'], why: string) {
    super(why);
    this.code = code;
  }
}

/** Creates the server: `POST /payments` with a {@link Payment}, and the proof as bearer token. */
export function createResourceServer(options: ResourceServerOptions): Server {
  const keys = createRemoteJWKSet(options.keysUrl);
  const spent = rememberUntilExpiry();
  const now = options.now ?? (() => new Date());

  const verify = async (token: string | undefined, payment: Payment): Promise<void> => {
    if (token === undefined)
      throw new Refusal('insufficient_user_authentication', 'this payment requires a step-up');
    const claims = await verified(token);
    const { acr, auth_time, sub, jti, exp, transaction_sha256 } = claims;
    const age = now().getTime() / 1000 - Number(auth_time);
    if (!options.acrValues.includes(String(acr)) || age > options.maxAgeSeconds)
      throw new Refusal('insufficient_user_authentication', 'this payment requires a fresh step-up');
    if (sub !== payment.payer || transaction_sha256 !== hashOf(payment))
      throw new Refusal('insufficient_user_authentication', 'the step-up was for another transaction');
    // last, and without a wait in between: of two requests with one proof, one is executed
    if (!spent.add(String(jti), Number(exp), now()))
      throw new Refusal('invalid_token', 'the proof was spent');
  };

  const verified = async (token: string): Promise<JWTPayload> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: options.tenant,
        typ: 'step-up-proof+jwt',
        algorithms: ['ES256'],
        requiredClaims: ['sub', 'jti', 'exp', 'acr', 'auth_time', 'transaction_sha256'],
        currentDate: now(),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new Refusal('invalid_token', error.message);
      throw error;
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST' || request.url !== '/payments') return answer(response, 404, {});
    const payment = JSON.parse(await bodyOf(request)) as Payment;
    try {
      await verify(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1], payment);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.setHeader('WWW-Authenticate', challengeOf(error, options));
      return answer(response, 401, { error: error.code, error_description: error.message });
    }
    answer(response, 201, { status: 'executed', payment });
  };
  return createServer((request, response) => {
    serve(request, response).catch(() => answer(response, 500, {}));
  });
}

/** The hash of a transaction, as `transaction_sha256` has it. */
export const hashOf = (payment: Payment): string =>
  createHash('sha256')
    .update(canonicalize(payment) ?? '')
    .digest('hex');

/** A challenge (RFC 9470, 3): which step-up the client has to ask for. */
const challengeOf = ({ code, message }: Refusal, { acrValues, maxAgeSeconds }: ResourceServerOptions) =>
  [
    `Bearer error="${code}"`,
    `error_description="${message.replaceAll(/["\\]/g, "'")}"`,
    `acr_values="${acrValues.join(' ')}"`,
    `max_age="${maxAgeSeconds}"`,
  ].join(', ');

/**
 * Ids of spent proofs, each until its proof expires. Several servers that execute the same payments must share
 * them: use `POST /v1/step-up-proofs/{jti}/consume`, or a table of your own.
 */
function rememberUntilExpiry() {
  const expiries = new Map<string, number>();
  return {
    /** Returns false if the id is there. */
    add(jti: string, exp: number, now: Date): boolean {
      for (const [old, expiry] of expiries) if (expiry * 1000 <= now.getTime()) expiries.delete(old);
      if (expiries.has(jti)) return false;
      expiries.set(jti, exp);
      return true;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
