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
