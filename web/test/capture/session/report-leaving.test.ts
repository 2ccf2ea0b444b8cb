import { afterEach, describe, expect, it, vi } from 'vitest';
import { reportLeaving } from '../../../src/capture/session/report-leaving.ts';

afterEach(() => void vi.unstubAllGlobals());

describe('the report of a page that is closed', () => {
  it('outlives the page, and says that the person has left', async () => {
    const sent: Request[] = [];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      sent.push(new Request(url, init));
      return new Response(null, { status: 204 });
    });
    reportLeaving('https://api.example.com/v1/client-session', 'a-token');
    const [request] = sent;
    expect(request?.url).toBe('https://api.example.com/v1/client-session/interruption');
    expect(request?.keepalive).toBe(true);
    expect(request?.headers.get('authorization')).toBe('Bearer a-token');
    expect(request?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await request?.json()).toEqual({ reason: 'user_canceled' });
  });

  it('troubles nobody when it is lost', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    reportLeaving('https://api.example.com/v1/client-session', 'a-token');
    await new Promise((resolve) => setImmediate(resolve));
  });
});
