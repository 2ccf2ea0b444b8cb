import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import type { OutboxEvent } from '../../../lambda/kernel/outbox-event.ts';
import type { Delivery, DeliveryMessage } from '../../../lambda/webhooks/domain/delivery.ts';
import type { ReplayStep } from '../../../lambda/webhooks/domain/replay.ts';
import { secretOf } from '../../../lambda/webhooks/domain/signature.ts';
import type { WebhookEndpoint } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import type { WebhookEvent } from '../../../lambda/webhooks/domain/webhook-event.ts';
import type { DeliveryLog } from '../../../lambda/webhooks/ports/delivery-log.ts';
import type { EndpointStore } from '../../../lambda/webhooks/ports/endpoint-store.ts';
import type { EventLog } from '../../../lambda/webhooks/ports/event-log.ts';
import type { WebhookAnswer, WebhookRequest } from '../../../lambda/webhooks/ports/webhook-sender.ts';
import { NOON, TENANT } from './builders.ts';
import { recordedMetrics } from './recorded-metrics.ts';

export const aSecret = (value = 1, changes: Partial<WebhookEndpoint['secrets'][number]> = {}) => ({
  id: `ws_${value}`,
  value: secretOf(new Uint8Array(32).fill(value)),
  created_at: NOON.toISOString(),
  ...changes,
});

export const anEndpoint = (changes: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  id: 'we_1',
  tenant: TENANT,
  url: 'https://hooks.example.com/face-idv',
  with_reasons: false,
  status: 'enabled',
  secrets: [aSecret()],
  created_at: NOON.toISOString(),
  created_by: 'client-1',
  revision: 1,
  ...changes,
});

export const aWebhookEvent = (changes: Partial<WebhookEvent> = {}): WebhookEvent => ({
  specversion: '1.0',
  id: 'vs_1-2',
  source: `/face-idv/test/tenants/${TENANT}`,
  type: 'verification_session.approved',
  subject: 'vs_1',
  time: NOON.toISOString(),
  datacontenttype: 'application/json',
  stage: 'test',
  data: { tenant: TENANT, session_id: 'vs_1', reason_codes: ['duplicate_face'] },
  ...changes,
});

/** Endpoints as the control table keeps them, with the condition of their revision. */
export class InMemoryEndpoints implements EndpointStore {
  readonly endpoints = new Map<string, WebhookEndpoint>();
  readonly reported: OutboxEvent[] = [];

  constructor(...endpoints: readonly WebhookEndpoint[]) {
    for (const endpoint of endpoints) this.endpoints.set(`${endpoint.tenant} ${endpoint.id}`, endpoint);
  }

  list: EndpointStore['list'] = async (tenant) =>
    [...this.endpoints.values()]
      .filter((endpoint) => endpoint.tenant === tenant)
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));

  get: EndpointStore['get'] = async (tenant, id) => this.endpoints.get(`${tenant} ${id}`);

  create: EndpointStore['create'] = async (endpoint) => {
    const key = `${endpoint.tenant} ${endpoint.id}`;
    if (this.endpoints.has(key)) throw new Error('it is there already');
    this.endpoints.set(key, endpoint);
  };

  save: EndpointStore['save'] = async (endpoint, event) => {
    const key = `${endpoint.tenant} ${endpoint.id}`;
    if (this.endpoints.get(key)?.revision !== endpoint.revision - 1) return false;
    this.endpoints.set(key, endpoint);
    if (event) this.reported.push(event);
    return true;
  };

  remove: EndpointStore['remove'] = async (tenant, id) => {
    this.endpoints.delete(`${tenant} ${id}`);
  };
}

/** Deliveries as the control table keeps them, with the condition of their attempts. */
export class InMemoryDeliveries implements DeliveryLog {
  readonly deliveries = new Map<string, Delivery>();

  begin: DeliveryLog['begin'] = async (delivery) => {
    if (!this.deliveries.has(delivery.id)) this.deliveries.set(delivery.id, delivery);
  };

  get: DeliveryLog['get'] = async (tenant, endpointId, id) => {
    const found = this.deliveries.get(id);
    return found?.tenant === tenant && found.endpoint_id === endpointId ? found : undefined;
  };

  record: DeliveryLog['record'] = async (delivery, attemptsBefore) => {
    const stored = this.deliveries.get(delivery.id);
    if (stored?.status !== 'pending' || stored.attempts.length !== attemptsBefore) return false;
    this.deliveries.set(delivery.id, delivery);
    return true;
  };

  list: DeliveryLog['list'] = async (tenant, endpointId, { limit, afterId = '~' }) => {
    const deliveries = [...this.deliveries.values()]
      .filter((one) => one.tenant === tenant && one.endpoint_id === endpointId && one.id < afterId)
      .toSorted((one, other) => (one.id < other.id ? 1 : -1))
      .slice(0, limit);
    const lastId = deliveries.at(-1)?.id;
    return { deliveries, ...(deliveries.length === limit && lastId !== undefined ? { lastId } : {}) };
  };
}

/** Events as the control table keeps them, in pages of two. */
export class InMemoryEvents implements EventLog {
  readonly kept = new Map<string, WebhookEvent>();

  keep: EventLog['keep'] = async (event) => {
    this.kept.set(`${event.data.tenant} ${event.time}#${event.id}`, event);
  };

  page: EventLog['page'] = async (tenant, { from, to }, cursor = '') => {
    const found = [...this.kept]
      .filter(([key, { data, time }]) => {
        const at = Date.parse(time);
        return data.tenant === tenant && at >= from.getTime() && at < to.getTime() && key > cursor;
      })
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    const page = found.slice(0, 2);
    const last = page.at(-1)?.[0];
    const events = page.map(([, event]) => event);
    return found.length > 2 && last !== undefined ? { events, cursor: last } : { events };
  };
}

/** Everything that webhooks need, in memory; receivers answer as `answers` says, and 200 afterwards. */
export function aWebhookDesk(...endpoints: readonly WebhookEndpoint[]) {
  const { emit, metrics } = recordedMetrics();
  const store = new InMemoryEndpoints(...endpoints);
  const log = new InMemoryDeliveries();
  const events = new InMemoryEvents();
  const past = new Map<string, WebhookEvent>();
  const first: Omit<DeliveryMessage, 'hold_seconds'>[] = [];
  const retried: { message: Omit<DeliveryMessage, 'hold_seconds'>; delay: number }[] = [];
  const steps: ReplayStep[] = [];
  const requests: WebhookRequest[] = [];
  const answers: WebhookAnswer[] = [];
  const time = { now: NOON };
  let made = 0;
  const dependencies = {
    endpoints: store,
    log,
    events,
    queue: {
      send: async (message: Omit<DeliveryMessage, 'hold_seconds'>) => {
        first.push(message);
      },
    },
    retries: {
      retry: async (message: Omit<DeliveryMessage, 'hold_seconds'>, delay: number) => {
        retried.push({ message, delay });
      },
    },
    replays: {
      send: async (step: ReplayStep) => {
        steps.push(step);
      },
    },
    past: { find: async (tenant: string, id: string) => past.get(`${tenant} ${id}`) },
    sender: {
      send: async (request: WebhookRequest): Promise<WebhookAnswer> => {
        requests.push(request);
        time.now = new Date(time.now.getTime() + 40);
        return answers.shift() ?? { statusCode: 200 };
      },
    },
    allowedHosts: [] as string[],
    stage: 'test',
    clock: () => time.now,
    random: () => 0,
    randomSecret: (bytes: number) => new Uint8Array(bytes).fill(7),
    newIdentifier: (prefix: Parameters<typeof createIdentifier>[0]) => {
      made += 1;
      return createIdentifier(prefix, time.now, new Uint8Array(10).fill(made));
    },
    emit,
  };
  return {
    ...{ dependencies, store, log, events, past, first, retried, steps, requests, answers, metrics, time },
    /** The metrics of a name, by the value of their dimension, or their value. */
    counted: (name: string) =>
      metrics
        .filter((metric) => metric.name === name)
        .map(({ value, dimensions }) => Object.values(dimensions)[0] ?? value),
  };
}
