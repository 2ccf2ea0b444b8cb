import type { Change, Collection, Decision } from '../collections/collection.ts';
import type { CompletedRequest } from '../collections/collection-events.ts';
import type { CollectionState } from '../collections/collection-state.ts';
import { hashParameters } from '../collections/request-ledger.ts';

/** A request that its caller may send again under the same token. */
export interface IdempotentRequest {
  readonly operation: string;
  readonly parameters: Readonly<{ ClientRequestToken?: string | undefined }>;
}

/**
 * Changes a collection once for each ClientRequestToken: the same request gets the answer of the first time.
 * The token is on disk together with the change that it protects.
 *
 * @throws RekognitionError IdempotentParameterMismatchException when the token was used with other parameters
 */
export function writeOnce<R>(
  collection: Collection,
  { operation, parameters }: IdempotentRequest,
  now: number,
  decide: (state: CollectionState) => Decision<R>,
): Promise<R> {
  const token = parameters.ClientRequestToken;
  if (token === undefined) return collection.write(now, decide);
  const parametersHash = hashParameters({ ...parameters });
  return collection.write(now, (state) => {
    const earlier = state.requests.find(operation, token, parametersHash, now);
    if (earlier) return { changes: [], result: earlier.response as R };
    const { changes, result } = decide(state);
    const request: CompletedRequest = { operation, token, parametersHash, at: now, response: result };
    const completed: Change = { event: { kind: 'request-completed', request } };
    return { changes: [...changes, completed], result };
  });
}
