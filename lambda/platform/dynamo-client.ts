import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { CLIENT_CONFIG } from './clients/client-config.ts';
import { type ConflictRetry, retryConflicts } from './dynamo-conflicts.ts';
import { endWithRequest } from './request-deadline.ts';

/** Name of the middleware. */
const CONFLICT_RETRIES = 'conflictRetries';

/**
 * Creates a DynamoDB client that retries every request, transaction or single write, that conflicts with a
 * transaction in progress. The functions have no other way to a client, so no write can go without.
 *
 * The retries wrap the SDK's own, so each attempt has the SDK's attempts for other errors. They come after
 * serialization, so all attempts carry the ClientRequestToken that the SDK generated: if an attempt was
 * carried out but its answer was lost, DynamoDB answers the next one without writing again, and a canceled
 * attempt does not use up the token (API Reference, TransactWriteItems).
 *
 * @param config SDK settings, added to those that all clients of the product share
 * @param retry replaces the waits and attempts, for tests
 */
export function createDynamoClient(config: DynamoDBClientConfig = {}, retry?: ConflictRetry): DynamoDBClient {
  const client = endWithRequest(new DynamoDBClient({ ...CLIENT_CONFIG, ...config }));
  const retrying =
    <Request, Answer>(next: (request: Request) => Promise<Answer>) =>
    (request: Request): Promise<Answer> =>
      retryConflicts(() => next(request), retry);
  client.middlewareStack.addRelativeTo(retrying, {
    name: CONFLICT_RETRIES,
    relation: 'before',
    toMiddleware: 'retryMiddleware',
    override: true,
  });
  return client;
}
