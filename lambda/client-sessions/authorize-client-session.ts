import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { type AuthorizerAnswer, answerFor } from './domain/authorizer-answer.ts';
import type { TokenVerifier } from './ports/token-verifier.ts';

export interface AuthorizeClientSessionDependencies {
  readonly verifier: TokenVerifier;
  readonly emit: EmitMetric;
  /** First segment of the routes of client tokens. */
  readonly path: string;
}

/** A request that API Gateway asks about. */
export interface AuthorizedRequest {
  readonly methodArn: string;
  /** Value of the header `Authorization`. */
  readonly authorization: string | undefined;
}

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Returns what API Gateway may let a token do; undefined for one that is not valid. Whether its session is
 * still open is asked by the functions, at every request.
 */
export async function authorizeClientSession(
  { methodArn, authorization = '' }: AuthorizedRequest,
  { verifier, emit, path }: AuthorizeClientSessionDependencies,
): Promise<AuthorizerAnswer | undefined> {
  const token = BEARER.exec(authorization)?.[1];
  const claims = token === undefined ? undefined : await verifier.verify(token);
  emit('ClientToken', 1, { Result: claims ? 'accepted' : 'refused' });
  return claims && answerFor(claims, methodArn, path);
}
