import { expect, it } from 'vitest';
import { addressOf } from '../../src/s3/s3-request.ts';

it.each([
  ['http://localhost:4580/', '', ''],
  ['http://localhost:4580/evidence', 'evidence', ''],
  ['http://localhost:4580/evidence/', 'evidence', ''],
  ['http://localhost:4580/evidence/acme/a%20b%2Bc', 'evidence', 'acme/a b+c'],
  ['http://localhost:4580/evidence//odd', 'evidence', '/odd'],
  ['http://evidence.localhost:4580/acme/a', 'evidence', 'acme/a'],
  ['http://evidence.s3.localhost:4580/acme/a', 'evidence', 'acme/a'],
  ['http://s3.localhost:4580/evidence/acme/a', 'evidence', 'acme/a'],
  ['http://127.0.0.1:4580/evidence/acme/a', 'evidence', 'acme/a'],
])('finds bucket and key in %s', (url, bucket, key) => {
  expect(addressOf(new URL(url))).toEqual({ bucket, key });
});
