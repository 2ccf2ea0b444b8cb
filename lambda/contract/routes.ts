import type { API_SCOPES } from './tenancy.ts';

/**
 * Every route of the REST API: the templates make a method of each, the OpenAPI document a path, the handlers look
 * nothing up. A caller needs one of `scopes`.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the stage `v1`. */
  readonly path: string;
  readonly scopes: readonly (keyof typeof API_SCOPES)[];
  /** True where a repeated request must not act twice: the header Idempotency-Key is then required. */
  readonly idempotent: boolean;
}

const everyone = ['self', 'manage', 'operate'] as const;
const staff = ['manage', 'operate'] as const;
const operator = ['operate'] as const;

export const ROUTES = {
  'create-verification-session': {
    method: 'POST',
    path: '/verification-sessions',
    scopes: everyone,
    idempotent: true,
  },
  'list-verification-sessions': {
    method: 'GET',
    path: '/verification-sessions',
    scopes: staff,
    idempotent: false,
  },
  'get-verification-session': {
    method: 'GET',
    path: '/verification-sessions/{id}',
    scopes: everyone,
    idempotent: false,
  },
  'create-liveness-session': {
    method: 'POST',
    path: '/verification-sessions/{id}/liveness-sessions',
    scopes: everyone,
    idempotent: true,
  },
  'complete-liveness-session': {
    method: 'POST',
    path: '/verification-sessions/{id}/liveness-sessions/{liveness_session_id}/complete',
    scopes: everyone,
    idempotent: true,
  },
  'create-document-upload': {
    method: 'POST',
    path: '/verification-sessions/{id}/documents',
    scopes: everyone,
    idempotent: true,
  },
  'submit-verification-session': {
    method: 'POST',
    path: '/verification-sessions/{id}/submit',
    scopes: everyone,
    idempotent: true,
  },
  'cancel-verification-session': {
    method: 'POST',
    path: '/verification-sessions/{id}/cancel',
    scopes: everyone,
    idempotent: true,
  },
  'review-verification-session': {
    method: 'POST',
    path: '/verification-sessions/{id}/review',
    scopes: operator,
    idempotent: true,
  },
  'get-verification-report': {
    method: 'GET',
    path: '/verification-sessions/{id}/report',
    scopes: operator,
    idempotent: false,
  },
  'list-user-faces': { method: 'GET', path: '/users/{user_id}/faces', scopes: staff, idempotent: false },
  'delete-user-face': {
    method: 'DELETE',
    path: '/users/{user_id}/faces/{face_id}',
    scopes: operator,
    idempotent: false,
  },
  'get-user-lockout': { method: 'GET', path: '/users/{user_id}/lockout', scopes: staff, idempotent: false },
  'lift-user-lockout': {
    method: 'DELETE',
    path: '/users/{user_id}/lockout',
    scopes: operator,
    idempotent: false,
  },
  'get-device-lockout': {
    method: 'GET',
    path: '/devices/{device_id}/lockout',
    scopes: staff,
    idempotent: false,
  },
  'lift-device-lockout': {
    method: 'DELETE',
    path: '/devices/{device_id}/lockout',
    scopes: operator,
    idempotent: false,
  },
  'create-index-job': { method: 'POST', path: '/index-jobs', scopes: operator, idempotent: true },
  'list-index-jobs': { method: 'GET', path: '/index-jobs', scopes: operator, idempotent: false },
  'get-index-job': { method: 'GET', path: '/index-jobs/{id}', scopes: operator, idempotent: false },
  'create-reconciliation': { method: 'POST', path: '/reconciliations', scopes: operator, idempotent: true },
  'get-reconciliation': {
    method: 'GET',
    path: '/reconciliations/{id}',
    scopes: operator,
    idempotent: false,
  },
  'change-index-job': {
    method: 'POST',
    path: '/index-jobs/{id}/{action}',
    scopes: operator,
    idempotent: true,
  },
  'create-migration': { method: 'POST', path: '/migrations', scopes: operator, idempotent: true },
  'list-migrations': { method: 'GET', path: '/migrations', scopes: operator, idempotent: false },
  'get-migration': { method: 'GET', path: '/migrations/{id}', scopes: operator, idempotent: false },
  'change-migration': {
    method: 'POST',
    path: '/migrations/{id}/{action}',
    scopes: operator,
    idempotent: true,
  },
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;
