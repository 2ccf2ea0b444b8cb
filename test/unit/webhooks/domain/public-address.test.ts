import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../../lambda/webhooks/domain/public-address.ts';

const octet = fc.integer({ min: 0, max: 255 });
const hextet = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
const v4 = (...first: fc.Arbitrary<number>[]) =>
  fc
    .tuple(...first, ...Array.from({ length: 4 - first.length }, () => octet))
    .map((octets) => octets.join('.'));
const v6 = (...first: fc.Arbitrary<string>[]) =>
  fc
    .tuple(...first, ...Array.from({ length: 8 - first.length }, () => hextet))
    .map((parts) => parts.join(':'));
const only = <Value>(value: Value) => fc.constant(value);
const between = (min: number, max: number) => fc.integer({ min, max });
const hexBetween = (min: number, max: number) => between(min, max).map((value) => value.toString(16));

describe('an address that is not of the public internet', () => {
  it.each([
    ['of this host', v4(only(0))],
    ['private', fc.oneof(v4(only(10)), v4(only(172), between(16, 31)), v4(only(192), only(168)))],
    ['of a network of a carrier', v4(only(100), between(64, 127))],
    ['loopback', v4(only(127))],
    ['link-local, as the metadata of a cloud', v4(only(169), only(254))],
    ['for documentation', v4(only(203), only(0), only(113))],
    ['for benchmarks', v4(only(198), between(18, 19))],
    ['multicast or reserved', v4(between(224, 255))],
    ['IPv6 outside global unicast, as unique local and link-local', v6(hexBetween(0x4000, 0xffff))],
    ['IPv6 with a mapped IPv4 address', v4().map((address) => `::ffff:${address}`)],
    ['IPv6 of NAT64', v4().map((address) => `64:ff9b::${address}`)],
    ['IPv6 of 6to4', v6(only('2002'))],
    ['IPv6 of Teredo and other protocols', v6(only('2001'), hexBetween(0, 0x1ff))],
    [
      'IPv6 for documentation',
      fc.oneof(v6(only('2001'), only('db8')), v6(only('3fff'), hexBetween(0, 0xfff))),
    ],
  ])('is found: %s', (_name, addresses) => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(isPublicAddress(address)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it.each(['::', '::1', 'fe80::1%eth0', '2606:4700::1%eth0', 'hooks.example.com', '', '1.2.3'])(
    'is found: %s',
    (text) => {
      expect(isPublicAddress(text)).toBe(false);
    },
  );
});

it.each([
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.0',
  '172.32.0.1',
  '192.167.0.1',
  '2606:4700::1111',
  '2a00::1',
  '2001:200::1',
])('an address of the public internet is known: %s', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});
