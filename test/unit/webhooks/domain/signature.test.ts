import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { SECRET_BYTES, secretOf, signedHeaders } from '../../../../lambda/webhooks/domain/signature.ts';

const secret = secretOf(new Uint8Array(SECRET_BYTES).fill(1));
const other = secretOf(new Uint8Array(SECRET_BYTES).fill(2));

describe('the headers of a webhook', () => {
  it('are those that the official library signs, for any secret, id and body', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
        fc.json(),
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        (bytes, id, body, timestamp) => {
          const headers = signedHeaders({ id, timestamp, body }, [secretOf(bytes)]);
          expect(headers['webhook-signature']).toBe(new Webhook(secretOf(bytes)).sign(id, timestamp, body));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are verified by the official library with either of two secrets, and with no third', () => {
    const body = '{"type":"verification_session.approved"}';
    const headers = signedHeaders({ id: 'vs_1-2', timestamp: new Date(), body }, [secret, other]);
    for (const one of [secret, other])
      expect(new Webhook(one).verify(body, headers)).toEqual({ type: 'verification_session.approved' });
    const third = new Webhook(secretOf(new Uint8Array(SECRET_BYTES).fill(3)));
    expect(() => third.verify(body, headers)).toThrow('No matching signature');
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature');
  });

  it('are refused by it some minutes later', () => {
    const headers = signedHeaders({ id: 'vs_1-2', timestamp: new Date(0), body: '{}' }, [secret]);
    expect(() => new Webhook(secret).verify('{}', headers)).toThrow('too old');
  });
});

it('a secret has as many bytes as the specification asks for, behind its prefix', () => {
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
  expect(SECRET_BYTES).toBeGreaterThanOrEqual(24);
  expect(SECRET_BYTES).toBeLessThanOrEqual(64);
  expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(SECRET_BYTES);
});
