import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aReceiver, type ReceivedWebhook, verified } from '../support/a-receiver.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { aUserId } from '../support/registrations.ts';

const WITHIN = { timeout: 20_000, interval: 200 };
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

interface Endpoint {
  readonly id: string;
  readonly secret: string;
  readonly status: string;
  readonly secrets: readonly { readonly id: string }[];
}
interface Delivery {
  readonly id: string;
  readonly event_id: string;
  readonly status: string;
  readonly replay_id?: string;
  readonly attempts: readonly { readonly status_code?: number }[];
}

describe('a webhook endpoint', () => {
  // of its own, since its clock is put forward: what waits in a shared stack would wait for the time set back
  const flow = withFlowStack();
  let receiver: Awaited<ReturnType<typeof aReceiver>>;
  let endpoint: Endpoint;
  const path = () => `/webhook-endpoints/${endpoint.id}`;
  const deliveries = async () => (await flow.backend.get<{ data: Delivery[] }>(`${path()}/deliveries`)).data;

  beforeAll(async () => {
    receiver = await aReceiver();
    endpoint = await flow.backend.post<Endpoint>('/webhook-endpoints', {
      url: receiver.url,
      event_types: ['verification_session.canceled'],
    });
  });
  afterAll(async () => {
    await receiver.close();
  });

  /** Creates a session and cancels it. @returns its id */
  async function aCanceledSession(): Promise<string> {
    const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', {
      type: 'registration',
      user_id: aUserId(),
      consent: { given: true, notice_version: '2026-01' },
    });
    await flow.backend.post(`/verification-sessions/${id}/cancel`, {});
    return id;
  }

  /** Waits until the receiver has that many webhooks of a subject. */
  const receivedOf = (subject: string, count: number): Promise<readonly ReceivedWebhook[]> =>
    vi.waitFor(() => {
      const found = receiver.received.filter(({ body }) => JSON.parse(body).subject === subject);
      expect(found).toHaveLength(count);
      return found;
    }, WITHIN);
  it('receives the events that it asks for, signed, thin, and once more after each failure', async () => {
    receiver.statuses.push(500, 503);
    const session = await aCanceledSession();
    for (const [made, delay] of [6 * SECOND_MS, 6 * MINUTE_MS].entries()) {
      // the next attempt is planned before this one is written
      await vi.waitFor(async () => {
        expect(await deliveries()).toMatchObject([{ attempts: Array(made + 1).fill({}) }]);
      }, WITHIN);
      flow.clock.advance(delay);
    }
    const attempts = await receivedOf(session, 3);
    expect(attempts.map(({ status }) => status)).toEqual([500, 503, 204]);
    expect(new Set(attempts.map(({ id }) => id)).size).toBe(1);
    for (const attempt of attempts)
      expect(verified(attempt, endpoint.secret)).toMatchObject({
        specversion: '1.0',
        type: 'verification_session.canceled',
        subject: session,
        data: { session_id: session, status: 'canceled' },
      });
    expect(attempts[0]?.body).not.toContain('reason_codes');
    await vi.waitFor(async () => {
      expect(await deliveries()).toMatchObject([
        { status: 'delivered', attempts: [{ status_code: 500 }, { status_code: 503 }, { status_code: 204 }] },
      ]);
    }, WITHIN);
  });

  it('is signed with both secrets while they are exchanged, and sends events again', async () => {
    const session = await aCanceledSession();
    const [first] = await receivedOf(session, 1);
    const rotated = await flow.operator.post<Endpoint>(`${path()}/rotate-secret`, {});
    expect(rotated.secrets).toHaveLength(2);
    expect(JSON.stringify(await flow.backend.get(path()))).not.toContain('whsec_');

    await flow.backend.post(`${path()}/replays`, { event_id: first?.id });
    const [, replayed] = await receivedOf(session, 2);
    if (!first || !replayed) throw new Error('nothing was received');
    expect([replayed.id, replayed.body]).toEqual([first.id, first.body]);
    for (const secret of [endpoint.secret, rotated.secret])
      expect(verified(replayed, secret)).toMatchObject({ subject: session });
    expect(() => verified(first, rotated.secret)).toThrow('No matching signature');

    const { time } = JSON.parse(first.body);
    const { id } = await flow.backend.post<{ id: string }>(`${path()}/replays`, { from: time });
    await receivedOf(session, 3);
    await vi.waitFor(async () => {
      const [newest] = await deliveries();
      expect(newest).toMatchObject({ replay_id: id, event_id: first.id, status: 'delivered' });
    }, WITHIN);
  });

  it('is tried by an event that reports nothing, and disabled once its receiver is gone', async () => {
    await flow.backend.post(`${path()}/test`, {});
    const [tried] = await receivedOf(endpoint.id, 1);
    expect(JSON.parse(tried?.body ?? '')).toMatchObject({ type: 'webhook_endpoint.test' });
    receiver.statuses.push(410);
    const session = await aCanceledSession();
    await receivedOf(session, 1);
    await vi.waitFor(async () => {
      expect(await flow.backend.get(path())).toMatchObject({ status: 'disabled', disabled_reason: 'gone' });
    }, WITHIN);
    expect(await flow.backend.post(path(), { status: 'enabled' })).toMatchObject({ status: 'enabled' });
  });

  it('is not created for a network that is not public', async () => {
    for (const url of ['https://169.254.169.254/', 'http://hooks.example.com/', 'https://10.0.0.1/'])
      await expect(flow.backend.post('/webhook-endpoints', { url })).rejects.toMatchObject({
        code: 'invalid_request',
      });
  });
});
