import type { Route } from '../platform/route.ts';
import { FUNCTIONS } from './functions.ts';

type Functions = typeof FUNCTIONS;
export type RouteName = {
  [Name in keyof Functions]: Functions[Name] extends { readonly route: unknown } ? Name : never;
}[keyof Functions];

/** Every route of the REST API, in the order in which the document lists them. */
const IN_ORDER = [
  'create-verification-session',
  'list-verification-sessions',
  'get-verification-session',
  'create-liveness-session',
  'complete-liveness-session',
  'create-document-upload',
  'submit-verification-session',
  'cancel-verification-session',
  'review-verification-session',
  'get-verification-report',
  'list-user-faces',
  'delete-user-face',
  'get-user-lockout',
  'lift-user-lockout',
  'get-device-lockout',
  'lift-device-lockout',
  'create-index-job',
  'list-index-jobs',
  'get-index-job',
  'create-reconciliation',
  'get-reconciliation',
  'change-index-job',
  'create-migration',
  'list-migrations',
  'get-migration',
  'change-migration',
] as const satisfies readonly RouteName[];

export const ROUTES = Object.fromEntries(
  IN_ORDER.map((name) => [name, FUNCTIONS[name].route]),
) as unknown as Readonly<Record<RouteName, Route>>;
