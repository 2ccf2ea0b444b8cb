import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServePages, serveSite } from '../../local/pages/serve-site.ts';

describe('the origin of a local stack', () => {
  let folder = '';
  let serve: ServePages;
  const get = (path: string, headers: Record<string, string>) =>
    serve({ method: 'GET', url: new URL(path, 'http://localhost:4580'), headers, body: Buffer.alloc(0) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'site-'));
    const site = { pages: { '/console': 'console.html' }, headers: {}, contentSecurityPolicy: '' };
    await writeFile(join(folder, 'site.json'), JSON.stringify(site));
    await writeFile(join(folder, 'console.html'), '<!doctype html>');
    serve = await serveSite(folder, () => ({}));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('leads a browser to the console', async () => {
    const response = await get('/', { accept: 'text/html,application/xhtml+xml' });
    expect(response).toMatchObject({ status: 302, headers: { location: '/console' } });
    expect(await get('/console', { accept: 'text/html' })).toMatchObject({ status: 200 });
  });

  it.each([
    ['without HTML', '/', { accept: '*/*' }],
    ['signed by a header', '/', { accept: 'text/html', authorization: 'AWS4-HMAC-SHA256 Credential=a' }],
    ['signed by the query', '/?X-Amz-Signature=a', { accept: 'text/html' }],
  ])('leaves a request for the buckets to the storage: %s', async (_, path, headers) => {
    expect(await get(path, headers)).toBeUndefined();
  });
});
