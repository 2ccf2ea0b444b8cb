import { SDK_MAX_ATTEMPTS } from '../../kernel/retry.ts';

/** A call that hangs must end well before the function does, so that its retry still fits in. */
const REQUEST_TIMEOUT_MS = 8_000;
const CONNECTION_TIMEOUT_MS = 2_000;

/** What every SDK client has in common. Endpoints and credentials are the environment's. */
export const CLIENT_CONFIG = {
  maxAttempts: SDK_MAX_ATTEMPTS,
  requestHandler: {
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
} as const;
