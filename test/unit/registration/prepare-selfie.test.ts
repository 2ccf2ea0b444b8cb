import { describe, expect, it } from 'vitest';
import { keepSelfie } from '../../../lambda/registration/prepare-selfie.ts';
import { aRegistration } from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';

const SHA = 'a'.repeat(64);
const bytes = new Uint8Array([1, 2, 3]);
const prepared = { bytes, widthPx: 640, heightPx: 480, part: { left: 0, top: 0, width: 1, height: 1 } };

describe('keeping the selfie of a session', () => {
  it('names the upload where nothing was edited', async () => {
    const images = new InMemoryImages({});
    const registration = aRegistration({ selfie: { key: 'selfie', version_id: 'v1' } });
    expect(await keepSelfie({ ...prepared, edited: false }, SHA, registration, images)).toEqual({
      key: 'selfie',
      version_id: 'v1',
      sha256: SHA,
      width_px: 640,
      height_px: 480,
    });
    expect(images.images.size).toBe(0);
  });

  it('stores an edited one beside it', async () => {
    const images = new InMemoryImages({});
    const kept = await keepSelfie({ ...prepared, edited: true }, SHA, aRegistration(), images);
    expect(kept.key).toMatch(/selfie[.]jpg$/);
    expect(images.images.get(kept.key)).toEqual(bytes);
  });
});
