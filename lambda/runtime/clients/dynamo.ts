import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One a process, so that warm invocations reuse its connections. */
export const dynamoClient = tracer.captureAWSv3Client(new DynamoDBClient(CLIENT_CONFIG));
export const documentClient = DynamoDBDocumentClient.from(dynamoClient);
