import { describe, expect, it } from 'vitest';
import type { LivenessCheck } from '../../local/demo/camera.ts';
import type { Photo } from '../../local/demo/photo.ts';
import { browserCamera } from '../../scripts/smoke/browser-camera.ts';

const PHOTO: Photo = { name: 'photo', bytes: Buffer.from('photo'), contentType: 'image/jpeg' };
const CHECK: LivenessCheck = {
  liveness_session_id: 'liveness-1',
  region: 'eu-west-1',
  credentials: {
    access_key_id: 'ASIA',
    secret_access_key: 'secret',
    session_token: 'token',
    expires_at: '2026-03-02T12:15:00.000Z',
  },
};

/** Has a camera wait for a check that a browser does as `visit` says, with the link that was printed. */
async function taken(
  visit: (link: string) => Promise<unknown>,
  withinMs?: number,
): Promise<readonly string[]> {
  const printed: string[] = [];
  const visits: Promise<unknown>[] = [];
  const print = (line: string) => {
    printed.push(line.trim());
    const [link] = /http:\S+/.exec(line) ?? [];
    if (link) visits.push(visit(link));
  };
  const camera = browserCamera({ print, ...(withinMs === undefined ? {} : { withinMs }) });
  try {
    await camera(CHECK, PHOTO, 'capture');
  } finally {
    await Promise.all(visits);
  }
  return printed;
}

const report = (link: string, outcome: unknown) =>
  fetch(new URL('outcome', link), { method: 'POST', body: JSON.stringify(outcome) });

describe('the camera of a browser', () => {
  it('serves the page of the check on a secret path, and ends when the component has', async () => {
    const printed = await taken(async (link) => {
      const of = async (path: string) => fetch(new URL(path, link));
      expect(await (await of('')).text()).toContain('<script type="module" src="page.js">');
      for (const file of ['page.js', 'page.css', 'wasm/tfjs-backend-wasm.wasm', 'face-model/model.json'])
        expect((await of(file)).status, file).toBe(200);
      expect((await of('/session.json')).status).toBe(404);
      expect(await (await of('session.json')).json()).toEqual({
        sessionId: 'liveness-1',
        region: 'eu-west-1',
        credentials: { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'token' },
        showStartScreen: true,
      });
      expect((await report(link, { kind: 'nonsense' })).status).toBe(404);
      await report(link, { kind: 'complete' });
    });
    expect(printed[0]).toMatch(/^open http:\/\/localhost:\d+\/[0-9a-f-]{36}\/ and take/);
    expect(printed).toContain('the page was opened; waiting for the check');
  });

  it.each([
    [{ kind: 'canceled' }, 'CheckNotTaken', /canceled in the browser/],
    [{ kind: 'error', state: 'TIMEOUT', message: 'no face' }, 'Error', /component failed: TIMEOUT, no face/],
  ])('fails with what the component says: %j', async (outcome, name, message) => {
    await expect(taken((link) => report(link, outcome))).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  it('waits no longer than a check may take', async () => {
    await expect(taken(async () => {}, 1)).rejects.toMatchObject({
      name: 'CheckNotTaken',
      message: expect.stringContaining('in time'),
    });
  });
});
