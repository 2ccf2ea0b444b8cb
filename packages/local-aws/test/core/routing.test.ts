import { describe, expect, it } from 'vitest';
import { destinationOf } from '../../src/routing.ts';

const SCOPE = 'LOCAL/20261122/eu-west-1';
const signed = (service: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${SCOPE}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
const destination = (method: string, path: string, headers: Record<string, string> = {}): string => {
  const head = { method, url: new URL(`http://localhost:4580${path}`), headers };
  const { service, operation } = destinationOf(head, (segment) => segment === 'v1');
  return operation === undefined ? service : `${service}:${operation}`;
};

describe('a request to the one port goes to', () => {
  it.each<[string, string, string, Record<string, string>, string]>([
    [
      'the service of its target',
      'POST',
      '/',
      { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      'dynamodb:PutItem',
    ],
    [
      'its target rather than its scope',
      'POST',
      '/',
      { 'x-amz-target': 'AWSStepFunctions.StartExecution', ...signed('other') },
      'states:StartExecution',
    ],
    [
      'a target that is not known, by its own name',
      'POST',
      '/',
      { 'x-amz-target': 'Textract.Detect' },
      'Textract:Detect',
    ],
    ['the service that signed it', 'PUT', '/bucket/key', signed('s3'), 's3'],
    ['Lambda by its signature', 'GET', '/2016-08-19/account-settings', signed('lambda'), 'lambda'],
    [
      'the service that presigned it',
      'GET',
      `/bucket/key?X-Amz-Credential=${SCOPE}/s3/aws4_request`,
      {},
      's3',
    ],
    ['STS by its scope', 'POST', '/', signed('sts'), 'sts'],
    ['Lambda by its path', 'POST', '/2015-03-31/functions/f/invocations', {}, 'lambda'],
    ['Cognito: token endpoint', 'POST', '/oauth2/token', {}, 'cognito-idp'],
    [
      'Cognito: preflight of its JSON API',
      'OPTIONS',
      '/',
      { 'access-control-request-headers': 'content-type,x-amz-target' },
      'cognito-idp',
    ],
    ['the REST API of its stage', 'GET', '/v1/items', {}, 'execute-api'],
    ['the REST API, with a bearer token', 'GET', '/v1', { authorization: 'Bearer x' }, 'execute-api'],
    ['S3: form upload', 'POST', '/bucket', { 'content-type': 'multipart/form-data' }, 's3'],
    ['S3: preflight', 'OPTIONS', '/bucket', { 'access-control-request-headers': 'content-type' }, 's3'],
  ])('%s', (_name, method, path, headers, expected) => {
    expect(destination(method, path, headers)).toBe(expected);
  });
});
