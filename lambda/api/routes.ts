import type { OpenRoute, OpenRoutes, Route, Routes } from '../platform/route.ts';
import { FUNCTIONS, type FunctionName } from './functions.ts';

type Functions = typeof FUNCTIONS;
/** Names of the API functions. */
export type ApiFunctionName = {
  [Name in FunctionName]: Functions[Name] extends { readonly routes: Routes } ? Name : never;
}[FunctionName];
/** Operation ids of the REST API. */
export type RouteName = {
  [Name in ApiFunctionName]: keyof Functions[Name]['routes'];
}[ApiFunctionName];

/** Every API function with its routes. */
export const API_FUNCTIONS = Object.entries(FUNCTIONS).flatMap(([name, definition]) =>
  'routes' in definition
    ? [
        {
          name: name as ApiFunctionName,
          routes: Object.entries(definition.routes) as readonly (readonly [RouteName, Route])[],
        },
      ]
    : [],
);

/** Every route of the REST API, in the order of the OpenAPI document. */
export const ROUTES = Object.fromEntries(API_FUNCTIONS.flatMap(({ routes }) => routes)) as Readonly<
  Record<RouteName, Route>
>;

/** A route as apps with a client token reach it. */
export interface ClientRoute {
  /** Operation id. */
  readonly name: `client-${RouteName}`;
  /** Operation id of the route that does the same for other callers. */
  readonly mirrors: RouteName;
  readonly route: Route;
  readonly path: string;
}

/** Every function that takes client tokens, with the routes at which it does. */
export const CLIENT_FUNCTIONS: readonly {
  readonly name: ApiFunctionName;
  readonly routes: readonly ClientRoute[];
}[] = API_FUNCTIONS.map(({ name, routes }) => ({
  name,
  routes: routes.flatMap(([mirrors, route]) =>
    route.client === undefined
      ? []
      : [{ name: `client-${mirrors}` as const, mirrors, route, path: route.client }],
  ),
})).filter(({ routes }) => routes.length > 0);

/** Names of the functions that anybody may call. */
export type OpenFunctionName = {
  [Name in FunctionName]: Functions[Name] extends { readonly openRoutes: OpenRoutes } ? Name : never;
}[FunctionName];

/** Every function that anybody may call, with its routes. */
export const OPEN_FUNCTIONS = Object.entries(FUNCTIONS).flatMap(([name, definition]) =>
  'openRoutes' in definition
    ? [
        {
          name: name as OpenFunctionName,
          routes: Object.entries<OpenRoute>(definition.openRoutes),
        },
      ]
    : [],
);
