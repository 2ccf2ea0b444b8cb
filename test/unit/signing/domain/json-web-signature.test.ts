import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { rawSignature, thumbprintOf } from '../../../../lambda/signing/domain/json-web-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** An integer in DER: without leading zeros but the one that keeps it positive. */
function derInteger(bytes: Uint8Array): number[] {
  const significant = [...bytes].slice(bytes.findIndex((byte) => byte !== 0));
  const [first = 0] = significant;
  const content = first > 127 ? [0, ...significant] : significant;
  return [2, content.length, ...content];
}

describe('a signature of KMS as one of JWS', () => {
  it('is what node:crypto verifies in that form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        const raw = rawSignature(sign('sha256', message, privateKey));
        expect(raw).toHaveLength(64);
        const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
        expect(verify('sha256', message, key, raw)).toBe(true);
      }),
    );
  });

  it('has both integers at their full length, however short they are', () => {
    const integer = fc
      .uint8Array({ minLength: 1, maxLength: 32 })
      .filter((bytes) => bytes.some((byte) => byte !== 0));
    fc.assert(
      fc.property(integer, integer, (r, s) => {
        const content = [...derInteger(r), ...derInteger(s)];
        const raw = Buffer.from(rawSignature(Uint8Array.from([0x30, content.length, ...content])));
        const padded = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').padStart(64, '0');
        expect(raw.toString('hex')).toBe(padded(r) + padded(s));
      }),
    );
  });

  it('is made of nothing but a whole signature', () => {
    const der = [...sign('sha256', Buffer.from('x'), privateKey)];
    const refused = [
      [],
      der.slice(0, -1),
      [...der, 0],
      [0x31, ...der.slice(1)],
      [0x30, 6, 2, 1, 1, 3, 1, 1],
      [0x30, 4, 2, 0, 2, 0],
      [0x30, 38, 2, 34, ...Array(34).fill(1), 2, 0],
    ];
    for (const bytes of refused)
      expect(() => rawSignature(Uint8Array.from(bytes)), bytes.join(' ')).toThrow('not a signature in DER');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          expect(rawSignature(bytes)).toHaveLength(64);
        } catch (error) {
          expect(String(error)).toContain('not a signature in DER');
        }
      }),
    );
  });
});

describe('the thumbprint of a key', () => {
  it('is that of RFC 7638, as jose computes it', async () => {
    const { x = '', y = '', ...jwk } = publicKey.export({ format: 'jwk' });
    expect(thumbprintOf({ x, y })).toBe(await calculateJwkThumbprint({ ...jwk, x, y }));
  });
});
