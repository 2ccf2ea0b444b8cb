import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import type { Comparison } from '../../../lambda/images/domain/document-comparison.ts';
import { readImageHeader } from '../../../lambda/images/domain/image-header.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { compareFaces } from '../../../lambda/registration/compare-faces.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import {
  aComparison,
  aJudgedDocument,
  anEarlierRun,
  aPreparedSelfie,
  aRegistration,
  aSession,
  NOON,
} from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const PORTRAIT = { left: 0.1, top: 0.2, width: 0.2, height: 0.3 };
const SELFIE_FACE = { left: 0.4, top: 0.25, width: 0.2, height: 0.5 };
const FOUND: Comparison = { selfieFace: SELFIE_FACE, faces: [{ similarity: 98, boundingBox: PORTRAIT }] };
const NO_FACE = 'no face';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const ANSWER = {
  refused_for: [],
  faces: [{ similarity: 98, bounding_box: PORTRAIT }],
  calls: { CompareFaces: 1 },
  started_at: NOON.toISOString(),
  ended_at: NOON.toISOString(),
};

const aPicture = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();

async function aComparing(
  uploads: { readonly selfie?: Uint8Array; readonly document?: Uint8Array } = {},
  found: Comparison | typeof NO_FACE = FOUND,
  earlier: Partial<VerificationSession> = {},
) {
  const images = new InMemoryImages({
    selfie: uploads.selfie ?? (await aPicture(1000, 800, 'gray')),
    document: uploads.document ?? (await aPicture(1200, 900, 'white')),
  });
  const sessions = new InMemorySessionStore(aSession({ status: 'processing', ...earlier }));
  const sent: (readonly Uint8Array[])[] = [];
  const compare = (registration = aRegistration(), again?: Parameters<typeof compareFaces>[0]['again']) =>
    compareFaces(
      { registration, again },
      {
        images,
        sessions,
        receipts: sessions.receipts,
        emit: () => {},
        faces: {
          compareFaces: async (...pair) => {
            sent.push(pair);
            return found === NO_FACE ? undefined : found;
          },
        },
        editor: sharpImageEditor,
        policy: DEFAULT_POLICY,
        clock: () => NOON,
      },
    );
  const document_sha256 = sha256(await images.read({ key: 'document' }));
  return { images, sent, compare, document_sha256 };
}

const sizesOf = (images: readonly Uint8Array[] = []) =>
  images.map((image) => {
    const header = readImageHeader(image);
    return header && [header.widthPx, header.heightPx];
  });

describe('comparing selfie and document', () => {
  it('passes on every face of the document, judging none, and the selfie as it is', async () => {
    const { images, sent, compare, document_sha256 } = await aComparing();
    const registration = aRegistration({ selfie: { key: 'selfie', version_id: 'v7' } });
    expect(await compare(registration)).toEqual({
      comparison: { ...ANSWER, document_sha256 },
      selfie: {
        key: 'selfie',
        version_id: 'v7',
        sha256: sha256(await images.read({ key: 'selfie' })),
        width_px: 1000,
        height_px: 800,
      },
    });
    expect(sent).toEqual([[await images.read({ key: 'selfie' }), await images.read({ key: 'document' })]]);
    expect([...images.images.keys()]).toEqual(['selfie', 'document']);
  });

  it('passes no faces on where one of the images shows none', async () => {
    const { faces: _none, ...answer } = ANSWER;
    const { compare, document_sha256 } = await aComparing({}, NO_FACE);
    expect((await compare()).comparison).toEqual({ ...answer, document_sha256 });
  });

  it('scales large images down before they are compared, and keeps the selfie for the index', async () => {
    const large = {
      selfie: await aPicture(3000, 4000, 'gray'),
      document: await aPicture(3840, 2160, 'white'),
    };
    const { images, sent, compare } = await aComparing(large);
    const { selfie } = await compare();
    expect(sizesOf(sent[0])).toEqual([
      [1440, 1920],
      [1920, 1080],
    ]);
    expect(selfie).toMatchObject({ key: 'acme/vs_1/prepared/selfie.jpg', width_px: 1440, height_px: 1920 });
    expect(selfie?.sha256).toBe(sha256(large.selfie));
    expect(await images.read({ key: 'acme/vs_1/prepared/selfie.jpg' })).toEqual(sent[0]?.[0]);
  });

  describe('in a sensitive flow', () => {
    const cropped = { key: 'acme/vs_1/prepared/selfie.jpg', width_px: 400, height_px: 800 };

    it('crops the selfie first, by the face that liveness has checked', async () => {
      const { sent, compare } = await aComparing();
      const selfie = { key: 'selfie', face: SELFIE_FACE };
      const answer = await compare(aRegistration({ sensitivity: 'sensitive', selfie }));
      expect(answer.selfie).toMatchObject(cropped);
      expect(sizesOf(sent[0])).toEqual([
        [400, 800],
        [1200, 900],
      ]);
    });

    it('crops it afterwards by the face that was compared, where liveness returned none', async () => {
      const { images, sent, compare } = await aComparing();
      const answer = await compare(aRegistration({ sensitivity: 'sensitive' }));
      expect(answer.selfie).toMatchObject(cropped);
      expect(sizesOf(sent[0])[0]).toEqual([1000, 800]);
      expect(sizesOf([await images.read(cropped)])).toEqual([[400, 800]]);
    });

    it('leaves a selfie whole whose face would be too small for Rekognition alone', async () => {
      const { compare } = await aComparing();
      const face = { left: 0, top: 0, width: 0.02, height: 0.02 };
      const answer = await compare(
        aRegistration({ sensitivity: 'sensitive', selfie: { key: 'selfie', face } }),
      );
      expect(answer.selfie).toMatchObject({ key: 'selfie', width_px: 1000 });
    });
  });

  it.each([
    // the face and half of it on each side, rounded down
    [60, [119, 119]],
    [66, [1920, 1440]],
  ])('keeps the pixels of a face of %d in a large selfie', async (px, size) => {
    const { sent, compare } = await aComparing({ selfie: await aPicture(2400, 1800, 'gray') });
    // of 2400 pixels 1920 are left, and 48 of 60
    const face = { left: 0.25, top: 0.25, width: px / 2400, height: px / 1800 };
    await compare(aRegistration({ selfie: { key: 'selfie', face } }));
    expect(sizesOf(sent[0])[0]).toEqual(size);
  });

  it('compares the portrait at full resolution after the whole document, and counts both calls', async () => {
    const { images, sent, compare } = await aComparing();
    const crop = { key: 'crop', part: { left: 0.1, top: 0.1, width: 0.5, height: 0.5 } };
    images.images.set('crop', new Uint8Array([2]));
    const selfie = aPreparedSelfie();
    const started_at = new Date(NOON.getTime() - 1000).toISOString();
    const answer = await compare(aRegistration(), {
      selfie,
      document: aJudgedDocument({ crop }),
      comparison: aComparison({ started_at, faces: [] }),
    });
    const comparison = { ...ANSWER, part: crop.part, started_at, calls: { CompareFaces: 2 } };
    expect(answer).toEqual({ comparison, selfie });
    expect(sent).toEqual([[await images.read(selfie), new Uint8Array([2])]]);
  });

  it.each([
    ['a selfie that is no image', { selfie: Buffer.from('no image') }, 'image_format_unsupported'],
    ['a document that is no image', { document: Buffer.alloc(0) }, 'document_image_format_unsupported'],
  ])('refuses %s before Rekognition is paid for', async (_what, uploads, reason) => {
    const { sent, compare } = await aComparing(uploads);
    expect(await compare()).toEqual({
      comparison: {
        refused_for: [reason],
        calls: {},
        started_at: ANSWER.started_at,
        ended_at: ANSWER.ended_at,
      },
    });
    expect(sent).toEqual([]);
  });

  describe('in a later run of the session', () => {
    const registration = aRegistration({ run: 2, selfie: { key: 'selfie', face: SELFIE_FACE } });

    it('takes the judgement of a run that compared the same, and makes no call', async () => {
      const document = await aPicture(1200, 900, 'white');
      const { sent, compare, document_sha256 } = await aComparing(
        { document },
        FOUND,
        anEarlierRun(sha256(document), { reasons: ['face_mismatch'] }),
      );
      const { comparison, selfie } = await compare(registration);
      expect(comparison).toMatchObject({
        refused_for: [],
        known: { reasons: ['face_mismatch'], measures: [] },
        document_sha256,
        calls: {},
      });
      expect(comparison?.faces).toBeUndefined();
      expect(selfie).toMatchObject({ key: 'selfie', width_px: 1000 });
      expect(sent).toEqual([]);
    });

    it('compares another document', async () => {
      const { sent, compare } = await aComparing({}, FOUND, anEarlierRun('b'.repeat(64)));
      expect((await compare(registration)).comparison).toMatchObject({ calls: { CompareFaces: 1 } });
      expect(sent).toHaveLength(1);
    });
  });

  it('refuses a document that is the selfie, before Rekognition is paid for', async () => {
    const selfie = await aPicture(1000, 800, 'gray');
    const { sent, compare } = await aComparing({ selfie, document: selfie });
    expect((await compare()).comparison).toMatchObject({ refused_for: ['document_is_selfie'], calls: {} });
    expect(sent).toEqual([]);
  });
});
