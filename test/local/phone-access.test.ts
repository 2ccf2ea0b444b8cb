import { describe, expect, it } from 'vitest';
import { letsPhones } from '../../local/pages/phone-access.ts';

const asked = (method: string, path: string, headers: Record<string, string> = {}) =>
  letsPhones({ method, url: new URL(path, 'https://192.0.2.1:4582'), headers, body: Buffer.alloc(0) });

const SIGN_IN = 'AWSCognitoIdentityProviderService.InitiateAuth';
const FORM = { 'content-type': 'multipart/form-data; boundary=x' };

describe('a phone in the same network', () => {
  it.each([
    ['the capture page', 'GET', '/capture', {}],
    ['what it loads', 'GET', '/assets/index-1.js', {}],
    ['its config', 'GET', '/config.json', {}],
    ['a call of the API', 'POST', '/v1/client-session/submit', {}],
    ['a reading call', 'GET', '/v1/client-session', {}],
    ['a sign-in', 'POST', '/', { 'x-amz-target': SIGN_IN }],
    ['the upload of a photo', 'POST', '/face-idv-evidence', FORM],
  ])('may ask for %s', (_what, method, path, headers) => {
    expect(asked(method, path, headers)).toBe(true);
  });

  it.each([
    ['the console', 'GET', '/console', {}],
    ['the operations page', 'GET', '/ops/data/alarms', {}],
    ['the controls of the local cloud', 'GET', '/_local/status', {}],
    ['an object of a bucket', 'GET', '/face-idv-evidence/selfie.jpg', {}],
    ['a list of buckets', 'GET', '/', {}],
    ['a table', 'POST', '/', { 'x-amz-target': 'DynamoDB_20120810.Scan' }],
    ['users of the pool', 'POST', '/', { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' }],
    [
      'anything by the keys of the account',
      'POST',
      '/v1/x',
      { authorization: 'AWS4-HMAC-SHA256 Credential=LOCAL' },
    ],
    ['tokens of a backend', 'POST', '/oauth2/token', {}],
    ['an upload that is not a form', 'PUT', '/face-idv-evidence/x', {}],
  ])('may not ask for %s', (_what, method, path, headers) => {
    expect(asked(method, path, headers)).toBe(false);
  });
});
