import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoClient } from '../dynamo-client.ts';
import { ofCurrentTenant } from '../tenant-clients.ts';

const clientWith = (config: DynamoDBClientConfig) => createDynamoClient(config);

/** One per process, so that warm invocations reuse its connections; tenants' clients share them. */
const ownClient = clientWith({});
const { requestHandler } = ownClient.config;

/** For rows that belong to no tenant, such as the limiters'; it cannot reach any other row. */
export const ownDocumentClient = DynamoDBDocumentClient.from(ownClient);
export const dynamoClient = ofCurrentTenant(ownClient, (credentials) =>
  clientWith({ credentials, requestHandler }),
);
export const documentClient = ofCurrentTenant(ownDocumentClient, (credentials) =>
  DynamoDBDocumentClient.from(clientWith({ credentials, requestHandler })),
);
