import type { Caller } from '../kernel/caller.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import { urlProblem } from './domain/endpoint-url.ts';

/** @throws Problem `invalid_request` for a URL that events are not sent to */
export function requireUrl(url: string, allowedHosts: readonly string[]): void {
  const problem = urlProblem(url, allowedHosts);
  if (problem !== undefined) throw invalidRequest('url', `url ${problem}`);
}

/**
 * Requires that a caller may know the reasons of decisions before it has them sent.
 * @throws Problem `forbidden`
 */
export function requireReasons({ scopes }: Caller, withReasons: boolean | undefined): void {
  if (withReasons !== true || scopes.includes('operate') || scopes.includes('reports')) return;
  throw new Problem(
    'forbidden',
    'with_reasons requires the scope reports of a backend, which the token lacks; leave it out, or have the scope granted',
  );
}
