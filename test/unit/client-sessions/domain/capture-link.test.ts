import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CaptureLinks,
  LINK_LIFETIME_MS,
  linkAddress,
  MAX_LINKS,
  NO_LINKS,
  placeOf,
  SECRET_BYTES,
  secretOf,
  useOf,
  withLink,
} from '../../../../lambda/client-sessions/domain/capture-link.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const SESSION = 'vs_01kjq8w0g3x7c9v2m5n8b4t6rd';
const aSecret = (byte: number) => secretOf('acme', SESSION, new Uint8Array(SECRET_BYTES).fill(byte));
const hashOf = (secret: string) => placeOf(secret)?.secret_sha256 ?? '';
const linked = (links: CaptureLinks, id: string, byte: number, now = NOON): CaptureLinks => {
  const next = withLink(links, id, aSecret(byte), now);
  if (!next) throw new Error('the link was used');
  return next;
};

describe('a secret', () => {
  it('has at least 128 random bits, and names the place of its link', () => {
    expect(SECRET_BYTES * 8).toBeGreaterThanOrEqual(128);
    expect(placeOf(aSecret(7))).toEqual({
      tenant: 'acme',
      session_id: SESSION,
      secret_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is in the fragment of the address', () => {
    const address = new URL(linkAddress('https://app.example.com/capture', aSecret(1)));
    expect(`${address.origin}${address.pathname}${address.search}`).toBe('https://app.example.com/capture');
    expect(address.hash).toBe(`#capture=${aSecret(1)}`);
  });

  it('is no other text', () => {
    for (const text of [
      '',
      'acme',
      aSecret(1).slice(0, -1),
      `${aSecret(1)}A`,
      aSecret(1).replace('acme', 'ACME'),
      aSecret(1).replace('acme', 'acme#x'),
      aSecret(1).replace('vs_', 'doc_'),
      ` ${aSecret(1)}`,
    ])
      expect(placeOf(text), text).toBeUndefined();
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => placeOf(text) === undefined));
  });
});

describe('the links of a session', () => {
  it('hold hashes and no secret', () => {
    const links = linked(NO_LINKS, 'cl_1', 1);
    expect(JSON.stringify(links)).not.toContain(aSecret(1).split('.').at(-1));
    expect(links.links[0]?.secret_sha256).toBe(hashOf(aSecret(1)));
  });

  it('are three at most: another one replaces the oldest', () => {
    let links = NO_LINKS;
    for (let one = 1; one <= MAX_LINKS + 1; one += 1) links = linked(links, `cl_${one}`, one);
    expect(links.links.map(({ id }) => id)).toEqual(['cl_2', 'cl_3', 'cl_4']);
    expect(useOf(links, hashOf(aSecret(1)), 'key', NOON)).toEqual({ kind: 'refuse' });
  });

  it('give a repeated request another secret, and void the earlier one', () => {
    const links = linked(linked(NO_LINKS, 'cl_1', 1), 'cl_1', 2);
    expect(links.links).toHaveLength(1);
    expect(useOf(links, hashOf(aSecret(1)), 'key', NOON).kind).toBe('refuse');
    expect(useOf(links, hashOf(aSecret(2)), 'key', NOON).kind).toBe('use');
  });

  it('lose what has expired', () => {
    const links = linked(linked(NO_LINKS, 'cl_1', 1), 'cl_2', 2, minutesAfter(10));
    expect(links.links.map(({ id }) => id)).toEqual(['cl_2']);
  });
});

describe('a link', () => {
  const links = linked(NO_LINKS, 'cl_1', 1);
  const use = (of: CaptureLinks, key: string, now = NOON) => useOf(of, hashOf(aSecret(1)), key, now);

  it('is used once, which the same request may repeat', () => {
    const used = use(links, 'key');
    if (used.kind !== 'use') throw new Error('it was refused');
    expect(use(used.links, 'key')).toEqual({ kind: 'repeat' });
    expect(use(used.links, 'another')).toEqual({ kind: 'refuse' });
    expect(withLink(used.links, 'cl_1', aSecret(2), NOON)).toBeUndefined();
    expect(JSON.stringify(used.links)).not.toContain('"key"');
  });

  it('is refused from the moment in which it expires', () => {
    expect(LINK_LIFETIME_MS).toBeLessThanOrEqual(600_000);
    expect(use(links, 'key', new Date(NOON.getTime() + LINK_LIFETIME_MS - 1)).kind).toBe('use');
    expect(use(links, 'key', new Date(NOON.getTime() + LINK_LIFETIME_MS)).kind).toBe('refuse');
  });
});
