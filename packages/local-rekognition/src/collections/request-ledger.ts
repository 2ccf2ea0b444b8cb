import { createHash } from 'node:crypto';
import { RekognitionError } from '../rekognition-error.ts';
import type { CompletedRequest } from './collection-events.ts';

/**
 * How long a token protects its request. AWS publishes no
 * figure; a day outlives every retry of a sane client.
 */
const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;

/** The requests of one collection that were carried out under a ClientRequestToken. */
export class RequestLedger {
  readonly #completed = new Map<string, CompletedRequest>();

  add(request: CompletedRequest): void {
    this.#completed.set(keyOf(request.operation, request.token), request);
  }

  /**
   * The earlier request of the same operation, token and parameters, if there is one.
   *
   * @throws RekognitionError IdempotentParameterMismatchException
   * when the token was used with other parameters
   */
  find(operation: string, token: string, parametersHash: string, now: number): CompletedRequest | undefined {
    const earlier = this.#completed.get(keyOf(operation, token));
    if (!earlier || earlier.at + TOKEN_LIFE_MS < now) return undefined;
    if (earlier.parametersHash === parametersHash) return earlier;
    throw new RekognitionError(
      'IdempotentParameterMismatchException',
      `The ClientRequestToken: ${token} you have supplied is already in use.`,
    );
  }

  /** Returns the entry that still protects a request at `now`. */
  current(now: number): CompletedRequest[] {
    return [...this.#completed.values()].filter(({ at }) => at + TOKEN_LIFE_MS >= now);
  }
}

/** A hash of the parameters, independent of the order of their members and of their token. */
export function hashParameters(parameters: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(parameters)
    .filter(([name]) => name !== 'ClientRequestToken')
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

function keyOf(operation: string, token: string): string {
  return `${operation}/${token}`;
}
