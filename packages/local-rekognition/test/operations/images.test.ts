import {
  CompareFacesCommand,
  CreateCollectionCommand,
  DetectFacesCommand,
  IndexFacesCommand,
  SearchFacesByImageCommand,
  SearchUsersByImageCommand,
} from '@aws-sdk/client-rekognition';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aService, type RunningService } from '../support/a-service.ts';
import { anObjectStore } from '../support/an-object-store.ts';
import { aDrawing, aPortraitOf, type DrawnFace } from '../support/fake-face-engine.ts';

let service: RunningService;

beforeEach(async () => {
  const objects = anObjectStore({
    'photos/ada.jpg': aPortraitOf('ada'),
    'photos/large.jpg': Buffer.alloc(15 * 1024 * 1024 + 1),
  });
  service = await aService({ objects });
  await service.client.send(new CreateCollectionCommand({ CollectionId: 'people' }));
});
afterEach(() => service.stop());

const detect = (image: Buffer, Attributes?: ('ALL' | 'DEFAULT' | 'FACE_OCCLUDED' | 'SMILE')[]) =>
  service.client.send(
    new DetectFacesCommand({ Image: { Bytes: image }, ...(Attributes ? { Attributes } : {}) }),
  );

const index = (image: Buffer, input: Partial<IndexFacesCommand['input']> = {}) =>
  service.client.send(new IndexFacesCommand({ CollectionId: 'people', Image: { Bytes: image }, ...input }));

const aSmallFace = (person: string): DrawnFace => ({
  person,
  box: { left: 0, top: 0, width: 0.2, height: 0.2 },
});

describe('the image of a request', () => {
  it('is read from S3', async () => {
    const found = await service.client.send(
      new DetectFacesCommand({ Image: { S3Object: { Bucket: 'photos', Name: 'ada.jpg' } } }),
    );
    expect(found.FaceDetails).toHaveLength(1);
  });

  const wrong: readonly (readonly [string, DetectFacesCommand['input']['Image'], string])[] = [
    [
      'an object that is not there',
      { S3Object: { Bucket: 'photos', Name: 'x' } },
      'InvalidS3ObjectException',
    ],
    ['an object without a name', { S3Object: { Bucket: 'photos' } }, 'InvalidS3ObjectException'],
    [
      'an object above 15 MB',
      { S3Object: { Bucket: 'photos', Name: 'large.jpg' } },
      'ImageTooLargeException',
    ],
    ['neither bytes nor object', {}, 'InvalidParameterException'],
    [
      'both bytes and object',
      { Bytes: aPortraitOf('ada'), S3Object: { Bucket: 'photos', Name: 'ada.jpg' } },
      'InvalidParameterException',
    ],
    ['bytes that are no image', { Bytes: Buffer.from('hello') }, 'InvalidImageFormatException'],
    [
      'an image of too many pixels',
      { Bytes: aDrawing({ width: 20_000, faces: [] }) },
      'ImageTooLargeException',
    ],
    [
      'an image of too few pixels',
      { Bytes: aDrawing({ width: 79, faces: [] }) },
      'InvalidParameterException',
    ],
  ];
  it.each(wrong)('is refused: %s', async (_what, image, name) => {
    await expect(service.client.send(new DetectFacesCommand({ Image: image }))).rejects.toMatchObject({
      name,
    });
  });
});

describe('DetectFaces', () => {
  it('gives the default attributes, five landmarks and no more', async () => {
    const [face] = (await detect(aPortraitOf('ada'))).FaceDetails ?? [];
    expect(Object.keys(face ?? {}).sort()).toEqual([
      'BoundingBox',
      'Confidence',
      'Landmarks',
      'Pose',
      'Quality',
    ]);
    expect(face?.Landmarks).toHaveLength(5);
  });

  it('adds just what is asked for', async () => {
    const [face] = (await detect(aPortraitOf('ada'), ['DEFAULT', 'FACE_OCCLUDED'])).FaceDetails ?? [];
    expect(face?.FaceOccluded).toEqual({ Value: false, Confidence: 90 });
    expect(face?.Smile).toBeUndefined();
  });

  it('gives everything for ALL, all landmarks included', async () => {
    const [face] = (await detect(aPortraitOf('ada'), ['ALL'])).FaceDetails ?? [];
    expect(face).toMatchObject({
      AgeRange: { Low: 25, High: 35 },
      Gender: { Value: 'Female' },
      EyeDirection: { Yaw: 1, Pitch: 2 },
      Emotions: [{ Type: 'CALM', Confidence: 100 }],
    });
    expect(face?.Landmarks).toHaveLength(6);
  });

  it('gives no face for an image without one', async () => {
    expect((await detect(aDrawing({ faces: [] }))).FaceDetails).toEqual([]);
  });
});

describe('CompareFaces', () => {
  const compare = (source: Buffer, target: Buffer, input: Partial<CompareFacesCommand['input']> = {}) =>
    service.client.send(
      new CompareFacesCommand({ SourceImage: { Bytes: source }, TargetImage: { Bytes: target }, ...input }),
    );

  it('compares the largest source face with every target face, best match first', async () => {
    const source = aDrawing({ faces: [aSmallFace('grace'), { person: 'ada' }] });
    const target = aDrawing({ faces: [{ person: 'ada~20' }, { person: 'grace' }, { person: 'ada' }] });
    const compared = await compare(source, target);
    expect(compared.FaceMatches).toHaveLength(2);
    expect(compared.FaceMatches?.[0]?.Similarity).toBeCloseTo(100, 3);
    expect(compared.FaceMatches?.[1]?.Similarity).toBeGreaterThan(80);
    expect(compared.UnmatchedFaces).toHaveLength(1);
  });

  it('returns all faces as matches at threshold 0', async () => {
    const compared = await compare(aPortraitOf('ada'), aPortraitOf('grace'), { SimilarityThreshold: 0 });
    expect(compared.FaceMatches).toHaveLength(1);
    expect(compared.UnmatchedFaces).toEqual([]);
  });

  it.each([
    ['source', aDrawing({ faces: [] }), aPortraitOf('ada')],
    ['target', aPortraitOf('ada'), aDrawing({ faces: [] })],
  ])('refuses a %s without a face', async (_which, source, target) => {
    await expect(compare(source, target)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Request has invalid parameters',
    });
  });

  it('leaves out faces that the filter rejects, and filters nothing by default', async () => {
    const target = aDrawing({ faces: [{ person: 'ada' }, { person: 'ada', sharpness: 1 }] });
    expect((await compare(aPortraitOf('ada'), target)).FaceMatches).toHaveLength(2);
    expect((await compare(aPortraitOf('ada'), target, { QualityFilter: 'LOW' })).FaceMatches).toHaveLength(1);
  });
});

describe('IndexFaces', () => {
  it('records the largest faces and says which were too many', async () => {
    const image = aDrawing({ faces: [aSmallFace('grace'), { person: 'ada' }, aSmallFace('joan')] });
    const indexed = await index(image, { MaxFaces: 1, ExternalImageId: 'photo:1' });
    expect(indexed.FaceRecords).toHaveLength(1);
    expect(indexed.FaceRecords?.[0]?.Face).toMatchObject({ ExternalImageId: 'photo:1', Confidence: 99.5 });
    expect(indexed.FaceRecords?.[0]?.Face?.BoundingBox?.Width).toBe(0.5);
    expect(indexed.UnindexedFaces?.map(({ Reasons }) => Reasons)).toEqual([
      ['EXCEEDS_MAX_FACES'],
      ['EXCEEDS_MAX_FACES'],
    ]);
    expect(indexed.FaceModelVersion).toBe('7.0');
  });

  it('gives the faces of one image one image id and each its own face id', async () => {
    const { FaceRecords: records = [] } = await index(
      aDrawing({ faces: [{ person: 'ada' }, { person: 'joan' }] }),
    );
    expect(new Set(records.map(({ Face }) => Face?.ImageId)).size).toBe(1);
    expect(new Set(records.map(({ Face }) => Face?.FaceId)).size).toBe(2);
  });

  const poor: readonly (readonly [Partial<DrawnFace>, string])[] = [
    [{ yaw: -80 }, 'EXTREME_POSE'],
    [{ brightness: 4 }, 'LOW_BRIGHTNESS'],
    [{ sharpness: 2 }, 'LOW_SHARPNESS'],
    [{ confidence: 50 }, 'LOW_CONFIDENCE'],
    [{ box: { left: 0, top: 0, width: 0.04, height: 0.04 } }, 'SMALL_BOUNDING_BOX'],
  ];
  it.each(poor)('filters %o by default, as %s', async (flaw, reason) => {
    const indexed = await index(aDrawing({ faces: [{ person: 'ada', ...flaw }] }));
    expect(indexed.FaceRecords).toEqual([]);
    expect(indexed.UnindexedFaces?.[0]?.Reasons).toEqual([reason]);
    const unfiltered = await index(aDrawing({ faces: [{ person: 'ada', ...flaw }] }), {
      QualityFilter: 'NONE',
    });
    expect(unfiltered.FaceRecords).toHaveLength(1);
  });

  it('asks for more the higher the filter', async () => {
    const image = aDrawing({ faces: [{ person: 'ada', sharpness: 30 }] });
    const counts = [];
    for (const filter of ['LOW', 'AUTO', 'MEDIUM', 'HIGH'] as const) {
      counts.push((await index(image, { QualityFilter: filter })).FaceRecords?.length);
    }
    expect(counts).toEqual([1, 1, 1, 0]);
  });

  it('records nothing for an image without a face', async () => {
    const indexed = await index(aDrawing({ faces: [] }));
    expect(indexed).toMatchObject({ FaceRecords: [], UnindexedFaces: [] });
  });
});

describe('searches by image', () => {
  const noFace = aDrawing({ faces: [] });

  it('are made with the largest face', async () => {
    await index(aPortraitOf('ada'));
    const image = aDrawing({ faces: [{ person: 'ada' }, aSmallFace('grace')] });
    const found = await service.client.send(
      new SearchFacesByImageCommand({ CollectionId: 'people', Image: { Bytes: image } }),
    );
    expect(found.FaceMatches).toHaveLength(1);
    expect(found.SearchedFaceBoundingBox?.Width).toBe(0.5);
    const users = await service.client.send(
      new SearchUsersByImageCommand({ CollectionId: 'people', Image: { Bytes: image } }),
    );
    expect(users.SearchedFace?.FaceDetail?.BoundingBox?.Width).toBe(0.5);
    expect(users.UnsearchedFaces?.map(({ Reasons }) => Reasons)).toEqual([['FACE_NOT_LARGEST']]);
  });

  it('refuses an image without a face for faces, and finds nothing in it for users', async () => {
    const byFace = new SearchFacesByImageCommand({ CollectionId: 'people', Image: { Bytes: noFace } });
    await expect(service.client.send(byFace)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'There are no faces in the image. Should be at least 1.',
    });
    const byUser = new SearchUsersByImageCommand({ CollectionId: 'people', Image: { Bytes: noFace } });
    const found = await service.client.send(byUser);
    expect(found.UserMatches).toEqual([]);
    expect(found.SearchedFace).toBeUndefined();
  });

  it('filters nothing by default, and says why a face was not searched', async () => {
    const blurred = aDrawing({ faces: [{ person: 'ada', sharpness: 1 }] });
    const input = { CollectionId: 'people', Image: { Bytes: blurred } };
    await service.client.send(new SearchFacesByImageCommand(input));
    await expect(
      service.client.send(new SearchFacesByImageCommand({ ...input, QualityFilter: 'AUTO' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const users = await service.client.send(
      new SearchUsersByImageCommand({ ...input, QualityFilter: 'AUTO' }),
    );
    expect(users.UnsearchedFaces?.[0]?.Reasons).toEqual(['LOW_SHARPNESS']);
  });
});
