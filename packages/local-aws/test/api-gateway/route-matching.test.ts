import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Route } from '../../src/api-gateway/rest-api.ts';
import { matchRoute } from '../../src/api-gateway/route-matching.ts';

const aRoute = (method: string, resourcePath: string): Route => ({
  method,
  resourcePath,
  resourceId: resourcePath,
  authorizer: undefined,
  validation: { requiredParameters: [], bodyModels: {} },
  integration: { kind: 'not-emulated', type: 'none' },
});

const ROUTES = [
  aRoute('GET', '/'),
  aRoute('GET', '/users/{proxy+}'),
  aRoute('GET', '/users/{id}'),
  aRoute('GET', '/users/me'),
  aRoute('ANY', '/users/me'),
  aRoute('POST', '/users/{id}/faces'),
  aRoute('GET', '/{anything}'),
];

const matched = (method: string, path: string): string | undefined => {
  const match = matchRoute(ROUTES, method, path);
  return match && `${match.route.method} ${match.route.resourcePath}`;
};

describe('matching a route', () => {
  it.each([
    ['GET', '/', 'GET /'],
    ['GET', '/users/me', 'GET /users/me'],
    ['DELETE', '/users/me', 'ANY /users/me'],
    ['GET', '/users/42', 'GET /users/{id}'],
    ['GET', '/users/42/', 'GET /users/{id}'],
    ['GET', '/users/42/faces/1', 'GET /users/{proxy+}'],
    ['POST', '/users/42/faces', 'POST /users/{id}/faces'],
    ['GET', '/users', 'GET /{anything}'],
  ])('gives %s %s to %s', (method, path, expected) => {
    expect(matched(method, path)).toBe(expected);
  });

  it.each([
    ['POST', '/users/42'],
    ['GET', '/users/42/faces'],
    ['GET', '/nothing/here'],
  ])('refuses %s %s: the resource that matches best lacks the method', (method, path) => {
    expect(matched(method, path)).toBeUndefined();
  });

  it('decodes path parameters and keeps what is malformed as it is', () => {
    expect(matchRoute(ROUTES, 'GET', '/users/a%20b%2Fc')?.pathParameters).toEqual({ id: 'a b/c' });
    expect(matchRoute(ROUTES, 'GET', '/users/100%')?.pathParameters).toEqual({ id: '100%' });
    expect(matchRoute(ROUTES, 'GET', '/users/a/b/c')?.pathParameters).toEqual({ proxy: 'a/b/c' });
  });

  it('does not depend on the order of the routes', () => {
    const path = fc.constantFrom(
      '/',
      '/users',
      '/users/me',
      '/users/42',
      '/users/42/faces',
      '/a/b',
      '/users/a/b/c',
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(ROUTES, { minLength: ROUTES.length }), path, (routes, url) => {
        expect(matchRoute(routes, 'GET', url)?.route).toBe(matchRoute(ROUTES, 'GET', url)?.route);
      }),
    );
  });
});
