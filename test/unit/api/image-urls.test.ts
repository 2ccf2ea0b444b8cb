import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ROUTES } from '../../../lambda/api/routes.ts';
import type { Route } from '../../../lambda/platform/route.ts';

/**
 * Routes whose answers hold a URL, and what it opens. An image is among them once: who views it, which and why
 * is recorded before the URL exists.
 */
const URLS: Readonly<Record<string, string>> = {
  'create-document-upload': 'takes one upload, and returns nothing',
  'create-index-job': 'takes uploads, and returns nothing',
  'get-index-job': 'the outcomes of a job: ids and reasons',
  'list-index-jobs': 'the same',
  'change-index-job': 'the same',
  'view-review-case-image': 'one image',
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
