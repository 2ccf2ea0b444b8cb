import * as z from 'zod/mini';
import { GET, IDEMPOTENCY, PUT, QUERY } from '../platform/access.ts';
import { control, route, serviceEnv, sessions } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { keeperOfWebhooks } from '../platform/route.ts';
import {
  changeWebhookEndpointRequest,
  createWebhookEndpointRequest,
  listWebhookDeliveriesQuery,
  queuedDelivery,
  replayWebhookEventsRequest,
  rotateWebhookSecretRequest,
  webhookDeliveryPage,
  webhookEndpointList,
  webhookEndpointView,
  webhookEndpointWithSecret,
  webhookReplay,
} from './contract.ts';

/** Hosts that webhooks reach without TLS and at any address, separated by commas; empty but on a laptop. */
const allowedHosts = { WEBHOOK_ALLOWED_HOSTS: z.string() };
/** Queue of first attempts. */
const deliveries = { WEBHOOK_DELIVERY_QUEUE_URL: z.string().check(z.minLength(1)) };
/** Queue of events, and of steps of replays. */
const events = { WEBHOOK_EVENT_QUEUE_URL: z.string().check(z.minLength(1)) };
/** Queue of further attempts. */
const retries = { WEBHOOK_RETRY_QUEUE_URL: z.string().check(z.minLength(1)) };

const CHANGED = {
  status: 200,
  description: 'The endpoint as it is now.',
  schema: webhookEndpointView,
} as const;

export const WEBHOOKS_FUNCTIONS = {
  'webhooks-api': {
    environment: z.object({ ...route, ...sessions, ...allowedHosts, ...deliveries, ...events }),
    // an event that is replayed is read where it was written
    access: { control: [...IDEMPOTENCY, QUERY], sessions: [GET] },
    routes: {
      'list-webhook-endpoints': {
        method: 'GET',
        path: '/webhook-endpoints',
        scopes: keeperOfWebhooks,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'List the webhook endpoints, oldest first.',
        success: {
          status: 200,
          description: 'Every endpoint, without secrets.',
          schema: webhookEndpointList,
        },
        problems: [],
      },
      'create-webhook-endpoint': {
        method: 'POST',
        path: '/webhook-endpoints',
        scopes: keeperOfWebhooks,
        role: 'administrator',
        audit: { action: 'webhook_endpoint.create' },
        idempotent: true,

        summary: 'Create a webhook endpoint, which receives events from now on.',
        body: createWebhookEndpointRequest,
        success: {
          status: 201,
          description: 'The endpoint with its secret, which is not shown again.',
          schema: webhookEndpointWithSecret,
        },
        problems: ['invalid_state'],
      },
      'get-webhook-endpoint': {
        method: 'GET',
        path: '/webhook-endpoints/{id}',
        scopes: keeperOfWebhooks,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'Get a webhook endpoint.',
        success: { status: 200, description: 'The endpoint, without secrets.', schema: webhookEndpointView },
        problems: ['not_found'],
      },
      'change-webhook-endpoint': {
        method: 'POST',
        path: '/webhook-endpoints/{id}',
        scopes: keeperOfWebhooks,
        role: 'administrator',
        audit: { action: 'webhook_endpoint.change' },
        idempotent: true,

        summary: 'Change a webhook endpoint, or enable it again.',
        body: changeWebhookEndpointRequest,
        success: CHANGED,
        problems: ['not_found'],
      },
      'delete-webhook-endpoint': {
        method: 'DELETE',
        path: '/webhook-endpoints/{id}',
        scopes: keeperOfWebhooks,
        role: 'administrator',
        audit: { action: 'webhook_endpoint.delete' },
        idempotent: false,

        summary: 'Delete a webhook endpoint with its secrets.',
        success: { status: 204, description: 'Deleted; what was on its way to it is dropped.' },
        problems: ['not_found'],
      },
      'rotate-webhook-secret': {
        method: 'POST',
        path: '/webhook-endpoints/{id}/rotate-secret',
        scopes: keeperOfWebhooks,
        role: 'administrator',
        audit: { action: 'webhook_secret.rotate' },
        idempotent: true,

        summary: 'Give a webhook endpoint a new secret; for some hours the one before it signs as well.',
        body: rotateWebhookSecretRequest,
        success: {
          status: 200,
          description: 'The endpoint with the new secret, which is not shown again.',
          schema: webhookEndpointWithSecret,
        },
        problems: ['not_found', 'invalid_state'],
      },
      'send-webhook-test-event': {
        method: 'POST',
        path: '/webhook-endpoints/{id}/test',
        scopes: keeperOfWebhooks,
        role: 'administrator',
        audit: { action: 'webhook_endpoint.test' },
        idempotent: true,

        summary: 'Send a test event to a webhook endpoint, once, whether it is enabled or not.',
        success: { status: 202, description: 'The delivery that was queued.', schema: queuedDelivery },
        problems: ['not_found'],
      },
      'list-webhook-deliveries': {
        method: 'GET',
        path: '/webhook-endpoints/{id}/deliveries',
        scopes: keeperOfWebhooks,
        role: 'viewer',
        audit: { action: 'webhook_delivery.list' },
        idempotent: false,

        summary: 'List the deliveries to a webhook endpoint, newest first.',
        query: listWebhookDeliveriesQuery,
        success: { status: 200, description: 'One page of deliveries.', schema: webhookDeliveryPage },
        problems: ['not_found'],
      },
      'replay-webhook-events': {
        method: 'POST',
        path: '/webhook-endpoints/{id}/replays',
        scopes: keeperOfWebhooks,
        role: 'administrator',
        audit: { action: 'webhook_event.replay' },
        idempotent: true,

        summary: 'Send an event, or those of a time, to a webhook endpoint again.',
        body: replayWebhookEventsRequest,
        success: { status: 202, description: 'The replay that was queued.', schema: webhookReplay },
        problems: ['not_found', 'invalid_state'],
      },
    },
  },
  'queue-webhooks': {
    environment: z.object({ ...serviceEnv, ...control, ...deliveries, ...events }),
    access: { control: [GET, PUT, QUERY] },
  },
  // the one function that connects to receivers, which may do nothing else
  'deliver-webhook': {
    environment: z.object({ ...serviceEnv, ...control, ...allowedHosts, ...retries }),
    access: { control: [GET, PUT] },
  },
} as const satisfies FunctionDefinitions;
