import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import type { PathParameter, Route, Routes } from './route.ts';

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.infer<Schema> : undefined;
type Member<Served extends Route, Key extends 'body' | 'query'> = Served extends {
  readonly [K in Key]: infer Schema;
}
  ? Parsed<Schema>
  : undefined;
/** The response body of a route by its contract; none if the contract has no schema. */
export type Answer<Served extends Route> = Served['success'] extends {
  readonly schema: infer Schema extends z.ZodMiniType;
}
  ? z.infer<Schema>
  : // biome-ignore lint/suspicious/noConfusingVoidType: work that returns nothing answers such a route
    void;

/** A request that was authorized and validated against the contract. */
export interface ApiRequest<Served extends Route> {
  readonly caller: Caller;
  readonly body: Member<Served, 'body'>;
  readonly query: Member<Served, 'query'>;
  /** Value of a `{name}` in the route's path. */
  readonly path: (name: PathParameter<Served['path']>) => string;
  /** Empty if the route needs none. */
  readonly idempotencyKey: string;
}

/** Advice to the client in the headers of a response. */
export interface Advice {
  /** Seconds after which to repeat the request, if it is to be repeated. */
  readonly retryAfterSeconds?: number | undefined;
}

/** An endpoint that converts its result to the response: see {@link presented}. */
export interface PresentedEndpoint<Served extends Route> {
  execute(request: ApiRequest<Served>): Promise<unknown>;
  present(result: unknown, request: ApiRequest<Served>): Promise<Answer<Served>> | Answer<Served>;
  advise?(result: unknown): Advice;
}

/**
 * The work of a function for one route. It runs once per Idempotency-Key;
 * its result is stored for a day, so it must not contain secrets.
 */
export type Endpoint<Served extends Route> =
  | ((request: ApiRequest<Served>) => Promise<Answer<Served>>)
  | PresentedEndpoint<Served>;

/** An endpoint for every route of a function; a missing one does not compile. */
export type Endpoints<Served extends Routes> = { readonly [Name in keyof Served]: Endpoint<Served[Name]> };

/**
 * An endpoint whose response differs from the result of its work.
 * @param execute runs once per Idempotency-Key; its result
 * is stored for a day, so it must not contain secrets
 * @param present converts a result, or a replayed result, to the response
 * @param advise what the response says beside it
 */
export const presented = <Served extends Route, Result>(
  execute: (request: ApiRequest<Served>) => Promise<Result>,
  present: (result: Result, request: ApiRequest<Served>) => Promise<Answer<Served>> | Answer<Served>,
  advise?: (result: Result) => Advice,
): PresentedEndpoint<Served> => ({ execute, present, ...(advise ? { advise } : {}) });
