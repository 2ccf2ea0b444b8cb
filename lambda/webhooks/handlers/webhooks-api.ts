import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { changeEndpoint } from '../change-endpoint.ts';
import { createEndpoint } from '../create-endpoint.ts';
import { deleteEndpoint } from '../delete-endpoint.ts';
import { requireEndpoint } from '../endpoint-access.ts';
import { toEndpointView } from '../endpoint-view.ts';
import { WEBHOOKS_FUNCTIONS } from '../functions.ts';
import { listDeliveries } from '../list-deliveries.ts';
import { replayEvents } from '../replay-events.ts';
import { rotateSecret } from '../rotate-secret.ts';
import { sendTestEvent } from '../send-test-event.ts';
import { namedSecret, showSecret } from '../show-secret.ts';
import { webhooksApiDependencies } from '../wiring/webhooks-api.ts';

const env = readEnv(WEBHOOKS_FUNCTIONS, 'webhooks-api');
const dependencies = webhooksApiDependencies(env);
const { endpoints, clock } = dependencies;

export const handler = apiHandler(
  WEBHOOKS_FUNCTIONS['webhooks-api'].routes,
  {
    'list-webhook-endpoints': async ({ caller }) => ({
      data: (await endpoints.list(caller.tenant)).map((endpoint) => toEndpointView(endpoint, clock())),
    }),
    // what is stored for a repeated request names the secret, and does not hold it
    'create-webhook-endpoint': presented(
      async ({ caller, body }) => namedSecret(await createEndpoint(caller, body, dependencies)),
      (created, { caller }) => showSecret(caller, created, dependencies),
    ),
    'get-webhook-endpoint': async ({ caller, path }) =>
      toEndpointView(await requireEndpoint(endpoints, caller.tenant, path('id')), clock()),
    'change-webhook-endpoint': async ({ caller, path, body }) =>
      toEndpointView(await changeEndpoint(caller, path('id'), body, dependencies), clock()),
    'delete-webhook-endpoint': ({ caller, path }) => deleteEndpoint(caller, path('id'), dependencies),
    'rotate-webhook-secret': presented(
      async ({ caller, path, body }) =>
        namedSecret(await rotateSecret(caller, path('id'), body, dependencies)),
      (rotated, { caller }) => showSecret(caller, rotated, dependencies),
    ),
    'send-webhook-test-event': ({ caller, path }) => sendTestEvent(caller, path('id'), dependencies),
    'list-webhook-deliveries': ({ caller, path, query }) =>
      listDeliveries(caller, path('id'), query, dependencies),
    'replay-webhook-events': ({ caller, path, body }) => replayEvents(caller, path('id'), body, dependencies),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
