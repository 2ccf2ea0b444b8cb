import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJoseTokenVerifier } from '../../../lambda/client-sessions/adapters/jose-token-verifier.ts';
import { claimsOf } from '../../../lambda/client-sessions/domain/client-token.ts';
import { signingInput } from '../../../lambda/signing/domain/json-web-signature.ts';
import {
  PROOF_TYPE,
  claimsOf as proofClaimsOf,
  proofOf,
} from '../../../lambda/step-up/domain/step-up-proof.ts';
import { aSigningKey, aTokenSession, signedBy } from '../../support/lambda/a-client-token.ts';
import { aStepUp } from '../../support/lambda/a-step-up.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';

const [a, b, foreign] = [aSigningKey(), aSigningKey(), aSigningKey()];
const claims = claimsOf(aTokenSession(), 'test');
const EXPIRES_AFTER_MINUTES = 25 * 60;

function aVerifier(keys = [a.jwk, b.jwk]) {
  let minutes = 1;
  let reads = 0;
  let failing = false;
  const list = async () => {
    reads += 1;
    if (failing) throw new Error('KMS is busy');
    return keys;
  };
  const verifier = createJoseTokenVerifier({ list }, 'test', () => minutesAfter(minutes));
  return {
    verify: (token: string) => verifier.verify(token),
    at: (after: number) => {
      minutes = after;
    },
    fail: (fails: boolean) => {
      failing = fails;
    },
    reads: () => reads,
  };
}

describe('a client token', () => {
  it.each([
    ['the current key', a],
    ['the other key', b],
  ])('is valid by %s', async (_which, key) => {
    expect(await aVerifier().verify(signedBy(key))).toEqual(claims);
  });

  it('is valid to the last second, and not after it', async () => {
    const one = aVerifier();
    one.at(EXPIRES_AFTER_MINUTES - 1 / 60);
    expect(await one.verify(signedBy(a))).toEqual(claims);
    one.at(EXPIRES_AFTER_MINUTES);
    expect(await one.verify(signedBy(a))).toBeUndefined();
  });

  it('is refused with one character changed, wherever it is', async () => {
    const token = signedBy(a);
    const { verify } = aVerifier();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    // the last character of a segment has bits that mean nothing, so that another one may mean the same
    const isLast = (at: number) => token[at + 1] === undefined || token[at + 1] === '.';
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...alphabet), async (at, character) => {
        fc.pre(token[at] !== character && !isLast(at));
        expect(await verify(token.slice(0, at) + character + token.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('is refused where the last character of its signature changes what it means', async () => {
    const { verify } = aVerifier();
    const [head = '', body = '', signature = ''] = signedBy(a).split('.');
    const bytes = Buffer.from(signature, 'base64url');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(await verify(`${head}.${body}.${bytes.toString('base64url')}`)).toBeUndefined();
  });

  it('is refused with another claim, even if it is signed', async () => {
    const { verify } = aVerifier();
    for (const changed of [
      { iss: 'face-idv-prod' },
      { aud: 'face-idv-prod/client-session' },
      { aud: 'acme' },
      { sub: 'customer-4711' },
      { sub: undefined },
      { tenant: 'acme#x' },
      { tenant: undefined },
      { iat: undefined },
      { exp: undefined },
      { exp: Date.parse(minutesAfter(0).toISOString()) / 1000 },
      { nbf: Date.parse(minutesAfter(60).toISOString()) / 1000 },
    ])
      expect(await verify(signedBy(a, { ...claims, ...changed })), JSON.stringify(changed)).toBeUndefined();
  });

  it('is refused with another header, even if it is signed', async () => {
    const { verify } = aVerifier();
    for (const header of [
      { typ: PROOF_TYPE },
      { typ: 'JWT' },
      { typ: undefined },
      { kid: foreign.jwk.kid },
      { alg: 'ES384' },
      { crit: ['exp'] },
      { crit: ['unknown'], unknown: true },
    ])
      expect(await verify(signedBy(a, claims, header)), JSON.stringify(header)).toBeUndefined();
  });

  it('is refused if it was signed by another key, also under the id of a known one', async () => {
    const { verify } = aVerifier();
    expect(await verify(signedBy(foreign))).toBeUndefined();
    expect(await verify(signedBy(foreign, claims, { kid: a.jwk.kid }))).toBeUndefined();
    expect(await verify(signedBy(foreign, claims, { jwk: foreign.jwk }))).toBeUndefined();
  });

  it('is refused without a signature, or with one by a public key as a secret', async () => {
    const { verify } = aVerifier();
    const typ = 'client-session+jwt';
    for (const alg of ['none', 'None', 'HS256']) {
      const input = signingInput({ alg, typ, kid: a.jwk.kid }, claims);
      const mac = createHmac('sha256', JSON.stringify(a.jwk)).update(input).digest('base64url');
      for (const signature of ['', mac]) expect(await verify(`${input}.${signature}`)).toBeUndefined();
    }
  });

  it('is never a proof of a step-up, by the same key', async () => {
    const proof = proofClaimsOf(proofOf(aStepUp()), 'test');
    expect(await aVerifier().verify(signedBy(a, proof, { typ: PROOF_TYPE }))).toBeUndefined();
  });

  it.each(['', '.', '..', 'a.b.c', 'null', '{}'])('is not the text "%s"', async (text) => {
    expect(await aVerifier().verify(text)).toBeUndefined();
  });
});

describe('the keys', () => {
  it('are read once in five minutes, however many tokens of unknown keys are sent', async () => {
    const one = aVerifier();
    await Promise.all([one.verify(signedBy(a)), one.verify(signedBy(foreign))]);
    one.at(5.9);
    await one.verify(signedBy(foreign));
    expect(one.reads()).toBe(1);
    one.at(6);
    await one.verify(signedBy(a));
    expect(one.reads()).toBe(2);
  });

  it('are read again after a failure, which refuses nobody', async () => {
    const one = aVerifier();
    one.fail(true);
    await expect(one.verify(signedBy(a))).rejects.toThrow('busy');
    one.fail(false);
    expect(await one.verify(signedBy(a))).toEqual(claims);
  });

  it('refuse every token if there are none', async () => {
    expect(await aVerifier([]).verify(signedBy(a))).toBeUndefined();
  });
});
