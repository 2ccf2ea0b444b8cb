import type { Route, Routes } from '../platform/route.ts';
import { FUNCTIONS, type FunctionName } from './functions.ts';

type Functions = typeof FUNCTIONS;
/** Functions that serve routes of the REST API. */
export type ApiFunctionName = {
  [Name in FunctionName]: Functions[Name] extends { readonly routes: Routes } ? Name : never;
}[FunctionName];
/** Routes by their operation id. */
export type RouteName = {
  [Name in ApiFunctionName]: keyof Functions[Name]['routes'];
}[ApiFunctionName];

/** Every function of the API, with the routes that it serves. */
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

/** Every route of the REST API, in the order in which the document lists them. */
export const ROUTES = Object.fromEntries(API_FUNCTIONS.flatMap(({ routes }) => routes)) as Readonly<
  Record<RouteName, Route>
>;
