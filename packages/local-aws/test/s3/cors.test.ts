import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLocalS3, BUCKET, type TestS3 } from './a-local-s3.ts';

let local: TestS3;
beforeAll(async () => {
  local = await aLocalS3({
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedMethods: ['POST'],
          AllowedOrigins: ['https://app.example', 'https://*.dev.example'],
          AllowedHeaders: ['content-type', 'x-amz-*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 300,
        },
      ],
    },
  });
});
afterAll(() => local.close());

const preflight = (origin: string, method = 'POST', headers = 'Content-Type, X-Amz-Date') =>
  fetch(`${local.endpoint}/${BUCKET}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers,
    },
  });

describe('a preflight request', () => {
  it.each(['https://app.example', 'https://a.dev.example'])(
    'lets %s in, as the template says',
    async (origin) => {
      const response = await preflight(origin);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type, x-amz-date',
        'access-control-expose-headers': 'ETag',
        'access-control-max-age': '300',
      });
    },
  );

  it.each([
    ['another origin', 'https://evil.example', 'POST', 'content-type'],
    ['an origin that only ends alike', 'https://evil-app.example', 'POST', 'content-type'],
    ['another method', 'https://app.example', 'DELETE', 'content-type'],
    ['another header', 'https://app.example', 'POST', 'authorization'],
  ])('refuses %s', async (_, origin, method, headers) => {
    const response = await preflight(origin, method, headers);
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an answer', () => {
  it('can be read by the page that was let in, even when it is an error', async () => {
    const post = (origin: string) =>
      fetch(`${local.endpoint}/${BUCKET}`, { method: 'POST', headers: { origin }, body: new FormData() });
    const allowed = await post('https://app.example');
    expect([allowed.status >= 400, allowed.headers.get('access-control-allow-origin')]).toEqual([
      true,
      'https://app.example',
    ]);
    expect((await post('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
