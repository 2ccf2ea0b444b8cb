import { Sha256 } from '@smithy/core/checksum';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeClientEvent,
  decodeSignedMessage,
  type SignedMessage,
} from '../../src/liveness/stream/messages.ts';
import { StreamException } from '../../src/liveness/stream/stream-exception.ts';
import { type SignatureOptions, verifyPresignedUrl } from '../../src/liveness/stream/stream-signature.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOST = 'localhost:8443';
const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'a secret', sessionToken: 'a/token+=' };
const options: SignatureOptions = {
  region: 'eu-west-1',
  secretOf: (id, token) =>
    id === credentials.accessKeyId && token === credentials.sessionToken
      ? credentials.secretAccessKey
      : undefined,
  now: () => NOW,
};

const codec = new EventStreamCodec(
  (encoded) => new TextDecoder().decode(encoded as Uint8Array),
  (text) => new TextEncoder().encode(text),
);

const signer = new SignatureV4({ service: 'rekognition', region: 'eu-west-1', sha256: Sha256, credentials });

/** A URL as the SDK presigns it: the host is signed without its port. */
async function aPresignedUrl(
  query: Record<string, string> = { 'session-id': 'one', 'user-agent': 'a/1 b#c' },
  signingDate = new Date(NOW),
): Promise<URL> {
  const { query: signed = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'wss:',
      hostname: 'localhost',
      path: '/start-face-liveness-session-websocket',
      query,
      headers: { host: 'localhost' },
    },
    { signingDate, expiresIn: 299 },
  );
  const url = new URL(`wss://${HOST}/start-face-liveness-session-websocket`);
  for (const [name, value] of Object.entries(signed)) url.searchParams.set(name, String(value));
  return url;
}

describe('verifyPresignedUrl', () => {
  it('takes what the SDK signs, whatever the parameters are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-z-]{1,12}$/), fc.string({ unit: 'grapheme' })),
        async (query) => {
          const url = await aPresignedUrl(query);
          await expect(verifyPresignedUrl(url, HOST, options)).resolves.toBeDefined();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses when any one parameter was changed, added or taken away', async () => {
    const url = await aPresignedUrl();
    const names = [...url.searchParams.keys()].filter((name) => name !== 'X-Amz-SignedHeaders');
    for (const name of names) {
      const changed = new URL(url);
      changed.searchParams.set(name, `${changed.searchParams.get(name)}0`);
      await expect(verifyPresignedUrl(changed, HOST, options), name).rejects.toBeInstanceOf(StreamException);
      const less = new URL(url);
      less.searchParams.delete(name);
      await expect(verifyPresignedUrl(less, HOST, options), name).rejects.toBeInstanceOf(StreamException);
    }
    url.searchParams.set('added', 'one');
    await expect(verifyPresignedUrl(url, HOST, options)).rejects.toMatchObject({
      code: 'InvalidSignatureException',
    });
  });

  it('refuses a URL that is too old, and one of the future', async () => {
    const old = await aPresignedUrl({}, new Date(NOW - 299_000));
    await expect(verifyPresignedUrl(old, HOST, options)).rejects.toMatchObject({
      code: 'ExpiredTokenException',
    });
    const future = await aPresignedUrl({}, new Date(NOW + 301_000));
    await expect(verifyPresignedUrl(future, HOST, options)).rejects.toThrow(/not yet current/);
  });

  it('refuses another host', async () => {
    await expect(verifyPresignedUrl(await aPresignedUrl(), 'elsewhere', options)).rejects.toThrow(
      /does not match/,
    );
  });

  it('refuses, and never breaks, on any query', async () => {
    await fc.assert(
      fc.asyncProperty(fc.webQueryParameters(), async (query) => {
        const url = new URL(`wss://localhost/?${query}`);
        await expect(verifyPresignedUrl(url, HOST, options)).rejects.toBeInstanceOf(StreamException);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the messages of a stream', () => {
  it('are refused when they are replayed, left out or in another order', async () => {
    const url = await aPresignedUrl();
    let priorSignature = url.searchParams.get('X-Amz-Signature') ?? '';
    const messages: SignedMessage[] = [];
    for (const text of ['one', 'two', 'three']) {
      const body = new TextEncoder().encode(text);
      const date = new Date(NOW);
      const signed = await signer.signMessage(
        { message: { headers: { ':date': { type: 'timestamp', value: date } }, body }, priorSignature },
        { signingDate: date },
      );
      priorSignature = signed.signature;
      messages.push({ date, signature: signed.signature, body });
    }
    const received = async (...order: number[]) => {
      const verifier = await verifyPresignedUrl(url, HOST, options);
      for (const i of order) {
        const message = messages[i];
        if (message) await verifier.verify(message);
      }
    };
    await expect(received(0, 1, 2)).resolves.toBeUndefined();
    for (const order of [[1], [0, 0], [0, 2], [0, 2, 1]]) {
      await expect(received(...order), String(order)).rejects.toMatchObject({
        code: 'InvalidSignatureException',
      });
    }
  });

  it('are decoded or refused, whatever bytes they are', () => {
    const signed = codec.encode({
      headers: {
        ':date': { type: 'timestamp', value: new Date(NOW) },
        ':chunk-signature': { type: 'binary', value: new Uint8Array(32) },
      },
      body: new Uint8Array(100),
    });
    const flipped = fc
      .tuple(fc.nat(signed.length - 1), fc.nat(255))
      .map(([at, value]) => signed.with(at, value));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), flipped), (bytes) => {
        expectDecodedOrRefused(() => decodeSignedMessage(bytes));
        expectDecodedOrRefused(() => decodeClientEvent(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  it('are decoded or refused, whatever event of whatever shape they hold', () => {
    const type = fc.constantFrom('VideoEvent', 'ClientSessionInformationEvent', 'Other');
    const payload = fc.oneof(
      fc.json(),
      fc
        .record({ VideoChunk: fc.oneof(fc.base64String(), fc.string()) })
        .map((event) => JSON.stringify(event)),
    );
    fc.assert(
      fc.property(type, payload, (eventType, json) => {
        const event = codec.encode({
          headers: { ':event-type': { type: 'string', value: eventType } },
          body: new TextEncoder().encode(json),
        });
        expectDecodedOrRefused(() => decodeClientEvent(event));
      }),
      { numRuns: 2000 },
    );
  });
});

function expectDecodedOrRefused(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    expect(error).toBeInstanceOf(StreamException);
  }
}
