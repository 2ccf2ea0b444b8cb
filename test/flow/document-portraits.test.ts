import { portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { register } from '../support/registrations.ts';

/** A card with a picture of this height beside it. */
async function withPicture(card: Buffer, picture: Buffer, heightPx: number): Promise<Buffer> {
  const beside = await sharp(picture).resize({ height: heightPx }).png().toBuffer();
  return sharp(card)
    .extend({ right: 900, background: '#6b5b4b' })
    .composite([{ input: beside, left: 1450, top: 50 }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

describe('a document photo that is the selfie', () => {
  const flow = withSharedFlowStack();

  it('is declined, also scaled and recompressed', async () => {
    const selfie = await selfieOf('cage');
    const document = await sharp(selfie).resize({ width: 900 }).jpeg({ quality: 70 }).toBuffer();
    const report = await register(flow, { selfie, document });
    expect(report.decision).toMatchObject({ outcome: 'declined', reason_codes: ['document_is_selfie'] });
  });
});

describe('a document photo with several faces', () => {
  const flow = withSharedFlowStack();
  beforeEach(() => forgetEverybody(flow));

  it("is judged by its portrait: a small picture of the applicant beside a stranger's card is no help", async () => {
    const document = await withPicture(await identityCardOf('cage'), await portraitOf('franck'), 260);
    const report = await register(flow, { selfie: await selfieOf('franck'), document });
    expect(report.decision).toMatchObject({ outcome: 'declined' });
    expect(report.decision?.reason_codes).toContain('face_mismatch');
  });

  it.each(['regular', 'sensitive'] as const)(
    "is declined in a %s flow where a large picture of the applicant lies beside a stranger's card",
    async (sensitivity) => {
      const document = await withPicture(await identityCardOf('cage'), await portraitOf('franck'), 800);
      const report = await register(flow, { selfie: await selfieOf('franck'), document, sensitivity });
      expect(report.decision).toMatchObject({
        outcome: 'declined',
        reason_codes: ['document_multiple_people'],
      });
    },
  );

  it('may show a ghost portrait of the same person', async () => {
    const ghost = await sharp(await portraitOf('franck'))
      .modulate({ saturation: 0 })
      .linear(0.8, 40)
      .toBuffer();
    const document = await withPicture(await identityCardOf('franck'), ghost, 260);
    const report = await register(flow, { selfie: await selfieOf('franck'), document });
    expect(report.decision).toMatchObject({ outcome: 'approved' });
    const match = report.checks.find(({ name }) => name === 'face_match');
    expect(match?.measures.map(({ name }) => name)).toContain('other_faces_similarity_percent');
  });
});
