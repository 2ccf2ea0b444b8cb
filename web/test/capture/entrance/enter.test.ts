import { ApiProblem } from '@face-idv/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createSession,
  type Doors,
  enterAsPerson,
  enterByToken,
  exchangeLink,
} from '../../../src/capture/entrance/enter.ts';

const DOORS: Doors = {
  apiUrl: 'https://api.example.com/v1/',
  accessToken: async () => 'access-token',
  send: fetch,
};

/** Answers every request alike. @returns the requests */
function answering(body: object, status = 200): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal('fetch', async (input: string | Request, init?: RequestInit) => {
    requests.push(new Request(input, init));
    return Response.json(body, { status });
  });
  return requests;
}

const lineOf = ({ method, url, headers }: Request) => `${method} ${url} ${headers.get('authorization')}`;

afterEach(() => void vi.unstubAllGlobals());

describe('the way in', () => {
  it('by a token is to its session alone', async () => {
    const requests = answering({ status: 'requires_input' });
    const entered = enterByToken(DOORS, 'client-token', true);
    await entered.session.view();
    entered.leave();
    expect(requests.map(lineOf)).toEqual([
      'GET https://api.example.com/v1/client-session Bearer client-token',
      'POST https://api.example.com/v1/client-session/interruption Bearer client-token',
    ]);
    expect(entered).toMatchObject({ own: false, linked: true, agreed: false, handedOff: false });
  });

  it('of somebody who signed in is to a session of theirs', async () => {
    const requests = answering({ status: 'requires_input' });
    const entered = enterAsPerson(DOORS, 's-1');
    // without a call there was no token, and nothing to leave
    entered.leave();
    await entered.session.view();
    entered.leave();
    expect(requests.map(lineOf)).toEqual([
      'GET https://api.example.com/v1/verification-sessions/s-1 Bearer access-token',
      'POST https://api.example.com/v1/verification-sessions/s-1/interruption Bearer access-token',
    ]);
    expect(entered).toMatchObject({ own: true, agreed: true, handedOff: false, linked: false });
  });

  it('after a reload leads to where the person was', () => {
    const place = { agreed: true, handedOff: true };
    expect(enterByToken(DOORS, 'client-token', false, place)).toMatchObject(place);
    expect(enterAsPerson(DOORS, 's-1', place)).toMatchObject(place);
  });
});

describe('the secret of a link', () => {
  it('is exchanged once, and is the only credential', async () => {
    const requests = answering({ client_token: 'client-token' });
    expect(await exchangeLink(DOORS, 's3cret', 'k')).toBe('client-token');
    const [request] = requests;
    expect(request && lineOf(request)).toBe('POST https://api.example.com/v1/capture-links/exchange null');
    expect(request?.headers.get('idempotency-key')).toBe('k');
    expect(await request?.json()).toEqual({ secret: 's3cret' });
  });

  it('that was used is refused', async () => {
    answering({ code: 'capture_link_invalid', detail: 'ask for a new one' }, 410);
    await expect(exchangeLink(DOORS, 's3cret', 'k')).rejects.toThrow(ApiProblem);
  });
});

describe('a session of somebody who signed in', () => {
  it('is created by their token', async () => {
    const requests = answering({ id: 's-1' }, 201);
    const body = { type: 'authentication', consent: { given: true, notice_version: '2026-01' } } as const;
    expect(await createSession(DOORS, body, 'k')).toBe('s-1');
    const [request] = requests;
    expect(request && lineOf(request)).toBe(
      'POST https://api.example.com/v1/verification-sessions Bearer access-token',
    );
    expect(request?.headers.get('idempotency-key')).toBe('k');
    expect(await request?.json()).toEqual(body);
  });
});
