import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { FUNCTIONS } from '../../../lambda/api/functions.ts';
import { API_FUNCTIONS, ROUTES } from '../../../lambda/api/routes.ts';
import { grantFor } from '../../../lambda/kernel/caller.ts';
import { BACKEND_SCOPES } from '../../../lambda/kernel/tenancy.ts';
import { DELETE_IMAGE } from '../../../lambda/platform/access.ts';
import type { Route } from '../../../lambda/platform/route.ts';
import { sourceFilesOf } from '../../support/source-files.ts';

/**
 * Routes whose answers hold a URL, and what it opens. An image is among them once: who views it, which and
 * why is recorded before the URL exists.
 */
const URLS: Readonly<Record<string, string>> = {
  'create-document-upload': 'takes one upload, and returns nothing',
  'create-capture-link': 'a page of the web app',
  'create-watchlist-entry': 'takes one upload, and returns nothing',
  'create-index-job': 'takes uploads, and returns nothing',
  'get-index-job': 'the outcomes of a job: ids and reasons',
  'list-index-jobs': 'the same',
  'change-index-job': 'the same',
  'view-review-case-image': 'one image',
  'change-webhook-endpoint': 'a receiver of the tenant',
  'create-webhook-endpoint': 'the same',
  'get-webhook-endpoint': 'the same',
  'list-webhook-endpoints': 'the same',
  'rotate-webhook-secret': 'the same',
};

/** Whether an answer has a member that is a URL by its format or its name. */
function holdsUrl(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('format' in node && node.format === 'uri') return true;
  if (
    'properties' in node &&
    Object.keys(Object(node.properties)).some((name) => /(^|_)ur[il]s?$/.test(name))
  )
    return true;
  return Object.values(node).some(holdsUrl);
}

const answersUrl = ({ success: { schema } }: Route): boolean =>
  schema !== undefined && holdsUrl(z.toJSONSchema(schema, { io: 'output' }));

it('no route but the recorded view returns the URL of an image', () => {
  const routes = Object.entries<Route>(ROUTES);
  const found = routes.filter(([, route]) => answersUrl(route)).map(([name]) => name);
  expect(found.sort()).toEqual(Object.keys(URLS).sort());
  const { audit, role } = ROUTES['view-review-case-image'];
  expect([audit, role]).toEqual([{ action: 'image.view', reasonRequired: true }, 'reviewer']);
});

const takesBackends = ({ scopes }: Route) =>
  BACKEND_SCOPES.some((scope) => (scopes as readonly string[]).includes(scope));
const backendRoutes = Object.entries<Route>(ROUTES).filter(([, route]) => takesBackends(route));

it('no route that takes backends returns a URL, but of the form for a document, of a page and of receivers', () => {
  expect(backendRoutes.length).toBeGreaterThan(10);
  expect(backendRoutes.filter(([, route]) => answersUrl(route)).map(([name]) => name)).toEqual([
    'create-document-upload',
    'create-capture-link',
    'list-webhook-endpoints',
    'create-webhook-endpoint',
    'get-webhook-endpoint',
    'change-webhook-endpoint',
    'rotate-webhook-secret',
  ]);
});

/** Whether an answer has a member that holds an image or names its object. */
function holdsImage(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const names = 'properties' in node ? Object.keys(Object(node.properties)) : [];
  if (names.some((name) => /^(key|bytes|.*image.*|selfie|portrait)$/.test(name) && name !== 'image_id'))
    return true;
  return Object.values(node).some(holdsImage);
}

it('one route that takes backends has images in its schema, which its answer to them leaves out', () => {
  const found = backendRoutes.filter(
    ([, { success }]) => success.schema && holdsImage(z.toJSONSchema(success.schema, { io: 'output' })),
  );
  // test/unit/sessions/get-verification-report.test.ts
  expect(found.map(([name]) => name)).toEqual(['get-verification-report']);
});

it('a function with a route that a backend reaches by a grant reads no image, and signs for none', () => {
  for (const { name, routes } of API_FUNCTIONS) {
    if (!routes.some(([, route]) => grantFor(route) !== undefined)) continue;
    const access: Readonly<Record<string, unknown>> = FUNCTIONS[name].access;
    const { evidence = ['s3:PutObject'], enrolled = DELETE_IMAGE } = access;
    // a deletion looks for the newest version until there is none
    expect([evidence, enrolled], name).toEqual([['s3:PutObject'], DELETE_IMAGE]);
  }
  const signing = sourceFilesOf('lambda').filter(({ text }) => text.includes('/s3-image-urls.ts'));
  expect(signing.map(({ path }) => path)).toEqual(['lambda/review-cases/wiring/review-cases-api.ts']);
});
