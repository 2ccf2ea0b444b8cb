import { describe, expect, it } from 'vitest';
import { reachableUrl } from '../../../src/console/api/reachable-url.ts';

const config = { apiUrl: '/v1/', region: 'eu-west-1', signIn: { userPoolId: 'p', clientId: 'c' } };
const local = { ...config, local: { endpoint: 'http://localhost:4580' } };

describe('a URL that the API has signed', () => {
  it('has the origin of the page on a local stack', () => {
    const signed = 'http://localhost:4580/bucket/key?X-Amz-Signature=1';
    expect(reachableUrl(signed, local, 'https://192.168.0.2:4581')).toBe(
      'https://192.168.0.2:4581/bucket/key?X-Amz-Signature=1',
    );
  });

  it('stays as it is elsewhere', () => {
    const signed = 'https://bucket.s3.eu-west-1.amazonaws.com/key';
    expect(reachableUrl(signed, config, 'https://console.example')).toBe(signed);
    expect(reachableUrl(signed, local, 'http://localhost:4580')).toBe(signed);
  });
});
