import { SDK_MAX_ATTEMPTS } from '../../kernel/retry.ts';

/** A call that hangs must end well before the function does, so that a retry still fits. */
const REQUEST_TIMEOUT_MS = 8_000;
const CONNECTION_TIMEOUT_MS = 2_000;

/** Settings of every SDK client. Endpoints and credentials come from the environment. */
export const CLIENT_CONFIG = {
  maxAttempts: SDK_MAX_ATTEMPTS,
  requestHandler: {
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
} as const;
