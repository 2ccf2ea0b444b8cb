import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of the delivery of events to webhook endpoints. */
export const WEBHOOK_METRICS = {
  WebhookDelivery: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Attempts to deliver an event, by result: delivered, retried later, failed for the last time, or dropped since the endpoint is disabled or deleted',
  },
  WebhookAttempts: {
    unit: 'Count',
    dimensions: [],
    description:
      'Attempts that the delivery of an event has taken; the average is 1 where receivers are well',
  },
  WebhookAttemptTime: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Time that a receiver takes to answer, or until it is given up',
  },
  WebhookLag: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Age of an event at the first attempt to deliver it',
  },
  WebhookEndpointDisabled: {
    unit: 'Count',
    dimensions: ['Reason'],
    description: 'Webhook endpoints disabled because of their receivers: exhausted or gone',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
