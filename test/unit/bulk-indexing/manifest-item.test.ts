import { describe, expect, it } from 'vitest';
import {
  invalidRow,
  type ManifestItem,
  nameOf,
  outcomeOf,
  parseItem,
} from '../../../lambda/bulk-indexing/manifest-item.ts';
import { aJob } from '../../support/lambda/a-bulk-world.ts';
import { aClaim, anIndexedFace } from '../../support/lambda/builders.ts';

const ANN = { user_id: 'ann', image_key: 'acme/1' };
const parse = (row: Readonly<Record<string, unknown>>) => parseItem(aJob(), 5, row);

describe('a row of a manifest', () => {
  it('names a user, an image, and attributes in the columns of CSV', () => {
    expect(parse({ user_id: 'ann', image_key: 'acme/1', country: 'de', city: '' })).toEqual({
      job: aJob(),
      index: 5,
      userId: 'ann',
      imageKeys: ['acme/1'],
      attributes: { country: 'de' },
    });
  });

  it('names attributes in a member of JSON, and then in no other', () => {
    const row = { user_id: 'ann', image_key: 'acme/1', attributes: { country: 'de' }, city: 'Ulm' };
    expect(parse(row)?.attributes).toEqual({ country: 'de' });
    expect(parse({ ...row, attributes: null })?.attributes).toEqual({ city: 'Ulm' });
  });

  it.each([
    ['by columns', { image_key: 'acme/1', image_key_2: 'acme/2', image_key_3: '', image_key_4: 'acme/4' }],
    ['in a list', { image_keys: ['acme/1', 'acme/2', 'acme/4'] }],
    ['more than once', { image_keys: ['acme/1', 'acme/2', 'acme/1', 'acme/4'] }],
    ['by further columns alone', { image_key_2: 'acme/1', image_key_3: 'acme/2', image_key_4: 'acme/4' }],
  ])('names several images %s', (_how, images) => {
    const item = parse({ user_id: 'ann', ...images });
    expect(item?.imageKeys).toEqual(['acme/1', 'acme/2', 'acme/4']);
    // columns of images are not attributes
    expect(item?.attributes).toEqual({});
  });

  it.each([
    ['no user', { image_key: 'acme/1' }],
    ['no image', { user_id: 'ann' }],
    ['an empty list', { user_id: 'ann', image_keys: [] }],
    [
      'more images than one call takes',
      { user_id: 'ann', image_keys: ['a', 'b', 'c', 'd', 'e'].map((key) => `acme/${key}`) },
    ],
    ['an inherited name for an attribute', { ...ANN, constructor: 'x' }],
    ['an inherited name among the attributes', { ...ANN, attributes: { constructor: 'x' } }],
    ['a name that the API refuses', { ...ANN, 'Full Name': 'Ann' }],
    ['a long attribute', { ...ANN, country: 'x'.repeat(420_000) }],
    ['a number for an attribute', { ...ANN, visits: 3 }],
    ['no object for attributes', { ...ANN, attributes: 'de' }],
    ['too many attributes', { ...ANN, ...Object.fromEntries([...'abcdefghijk'].map((name) => [name, 'x'])) }],
    ['a long user', { ...ANN, user_id: 'x'.repeat(3000) }],
    ['a number for an image', { user_id: 'ann', image_key: 1 }],
  ])('is none with %s', (_what, row) => {
    expect(parse(row)).toBeUndefined();
  });
});

describe('how an outcome names its row', () => {
  it.each([
    [
      { user_id: 'ann', image_key: 'k' },
      { row: 3, user_id: 'ann', image_key: 'k' },
    ],
    [
      { user_id: 'ann', image_keys: ['k', 'l'] },
      { row: 3, user_id: 'ann', image_key: 'k' },
    ],
    [{ user_id: 1, image_key: 2 }, { row: 3 }],
  ])('%j', (row, name) => {
    expect(nameOf(3, row)).toEqual(name);
    expect(invalidRow(3, row)).toEqual({ ...name, outcome: 'rejected', reason_codes: ['invalid_row'] });
  });
});

describe('the outcome of a row', () => {
  const item = (...keys: string[]): ManifestItem => {
    const [key = '', ...others] = keys;
    return { job: aJob(), index: 2, userId: 'ann', imageKeys: [key, ...others], attributes: {} };
  };
  const face = anIndexedFace({ face_id: 'f1', collection_id: 'c' });
  const other = (image: number, face_id: string, rejected_for: string[] = []) => ({
    image,
    face: anIndexedFace({ face_id }),
    rejected_for,
  });

  it('of one image has its face, and no list of images', () => {
    expect(outcomeOf(item('k'), 'indexed', [], { claim: aClaim({ face }) })).toEqual({
      row: 2,
      user_id: 'ann',
      image_key: 'k',
      outcome: 'indexed',
      reason_codes: [],
      face_id: 'f1',
      collection_id: 'c',
    });
    const rejected = outcomeOf(item('k'), 'rejected', ['duplicate_image']);
    expect(rejected).toEqual({
      row: 2,
      user_id: 'ann',
      image_key: 'k',
      outcome: 'rejected',
      reason_codes: ['duplicate_image'],
    });
  });

  it('of several images has an outcome for each', () => {
    const stitched = {
      image: 1,
      others: [
        other(2, 'f2'),
        other(3, 'f3', ['image_too_dark']),
        other(2, 'f4', ['multiple_faces_detected']),
      ],
    };
    const { images } = outcomeOf(item('a', 'b', 'c', 'd', 'e'), 'indexed', [], {
      claim: aClaim({ face, stitched }),
      refusals: new Map([[0, ['image_missing']]]),
    });
    expect(images).toEqual([
      { image_key: 'a', outcome: 'rejected', reason_codes: ['image_missing'] },
      { image_key: 'b', outcome: 'indexed', reason_codes: [], face_id: 'f1' },
      { image_key: 'c', outcome: 'indexed', reason_codes: [], face_id: 'f2' },
      { image_key: 'd', outcome: 'rejected', reason_codes: ['image_too_dark'] },
      { image_key: 'e', outcome: 'rejected', reason_codes: ['face_not_detected'] },
    ]);
  });

  it('of several images, of which one alone could be read, is about that one', () => {
    const refusals = new Map([[0, ['image_missing']]]);
    const { images } = outcomeOf(item('a', 'b'), 'indexed', [], { claim: aClaim({ face }), refusals });
    expect(images?.map(({ face_id }) => face_id)).toEqual([undefined, 'f1']);
  });

  it('of several images that are refused together has the reason of all', () => {
    const { images } = outcomeOf(item('a', 'b'), 'rejected', ['user_already_enrolled']);
    expect(images?.map(({ reason_codes }) => reason_codes)).toEqual([
      ['user_already_enrolled'],
      ['user_already_enrolled'],
    ]);
  });
});
