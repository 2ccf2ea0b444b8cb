import {
  CompareFacesCommand,
  DeleteCollectionCommand,
  DeleteFacesCommand,
  DescribeCollectionCommand,
  DetectFacesCommand,
  IndexFacesCommand,
  ListCollectionsCommand,
  ListFacesCommand,
  SearchFacesByImageCommand,
  SearchFacesCommand,
} from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { aGreyPhoto, aPhotoOfTwo, aRekognition, photo, type RekognitionUnderTest } from './a-rekognition.ts';
import { contractTest } from './known-differences.ts';

let rekognition: RekognitionUnderTest;
let franck: Buffer;
let franckLater: Buffer;
let audrey: Buffer;

beforeAll(async () => {
  rekognition = await aRekognition();
  [franck, franckLater, audrey] = await Promise.all([photo('franck'), photo('franckLater'), photo('audrey')]);
});
afterAll(() => rekognition?.close());

const UNKNOWN_FACE = '00000000-0000-4000-8000-000000000000';

describe('DetectFaces', () => {
  contractTest('describes a face with the default attributes', async () => {
    const { FaceDetails: [face] = [] } = await rekognition.client.send(
      new DetectFacesCommand({ Image: { Bytes: audrey } }),
    );
    expect(Object.keys(face ?? {}).sort()).toEqual([
      'BoundingBox',
      'Confidence',
      'Landmarks',
      'Pose',
      'Quality',
    ]);
    expect(face?.Confidence).toBeGreaterThan(90);
    expect(face?.Landmarks?.map(({ Type }) => Type).sort()).toEqual([
      'eyeLeft',
      'eyeRight',
      'mouthLeft',
      'mouthRight',
      'nose',
    ]);
    expect(face?.Quality?.Brightness).toBeGreaterThan(25);
    expect(face?.Quality?.Sharpness).toBeGreaterThan(25);
    expect(Math.abs(face?.Pose?.Yaw ?? 90)).toBeLessThan(30);
  });

  contractTest('says whether a face is occluded when asked', async () => {
    const { FaceDetails: [face] = [] } = await rekognition.client.send(
      new DetectFacesCommand({ Image: { Bytes: audrey }, Attributes: ['DEFAULT', 'FACE_OCCLUDED'] }),
    );
    expect(face?.FaceOccluded?.Value).toBe(false);
    expect(face?.Smile).toBeUndefined();
  });

  contractTest('gives every attribute for ALL', async () => {
    const { FaceDetails: [face] = [] } = await rekognition.client.send(
      new DetectFacesCommand({ Image: { Bytes: audrey }, Attributes: ['ALL'] }),
    );
    expect(face?.Landmarks?.length).toBeGreaterThan(25);
    expect(face).toMatchObject({
      AgeRange: { Low: expect.any(Number), High: expect.any(Number) },
      Gender: { Value: 'Female' },
      EyesOpen: { Value: true },
      Beard: { Value: false },
      Emotions: expect.any(Array),
      EyeDirection: { Yaw: expect.any(Number), Pitch: expect.any(Number) },
    });
  });

  contractTest('finds nobody where nobody is', async () => {
    const image = { Bytes: await aGreyPhoto(320, 240) };
    const { FaceDetails } = await rekognition.client.send(new DetectFacesCommand({ Image: image }));
    expect(FaceDetails).toEqual([]);
  });
});

describe('CompareFaces', () => {
  contractTest('matches one person and tells another apart', async () => {
    const both = await aPhotoOfTwo(audrey, franckLater);
    const compared = await rekognition.client.send(
      new CompareFacesCommand({
        SourceImage: { Bytes: franck },
        TargetImage: { Bytes: both },
        SimilarityThreshold: 95,
      }),
    );
    expect(compared.FaceMatches).toHaveLength(1);
    expect(compared.FaceMatches?.[0]?.Similarity).toBeGreaterThan(95);
    expect(compared.UnmatchedFaces).toHaveLength(1);
    // the match is the smaller face on the right, not the larger one on the left
    expect(compared.FaceMatches?.[0]?.Face?.BoundingBox?.Left).toBeGreaterThan(0.4);
    expect(compared.SourceImageFace?.Confidence).toBeGreaterThan(90);
  });
});

describe('a collection', () => {
  contractTest('indexes, finds, lists and deletes faces', async () => {
    const id = await rekognition.collection();
    const indexed = await rekognition.client.send(
      new IndexFacesCommand({
        CollectionId: id,
        Image: { Bytes: franck },
        ExternalImageId: 'photo:1',
        DetectionAttributes: ['DEFAULT', 'FACE_OCCLUDED'],
        MaxFaces: 1,
      }),
    );
    const [record] = indexed.FaceRecords ?? [];
    const faceId = record?.Face?.FaceId ?? '';
    expect(faceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(record?.FaceDetail?.FaceOccluded).toBeDefined();
    expect(indexed.FaceModelVersion).toMatch(/^\d+\.\d+$/);
    const other = await rekognition.index(id, audrey);
    const later = await rekognition.index(id, franckLater);

    const byImage = await rekognition.client.send(
      new SearchFacesByImageCommand({
        CollectionId: id,
        Image: { Bytes: await photo('franckTurned') },
        FaceMatchThreshold: 95,
      }),
    );
    expect(new Set(byImage.FaceMatches?.map(({ Face }) => Face?.FaceId))).toEqual(new Set([faceId, later]));
    const byFace = await rekognition.client.send(
      new SearchFacesCommand({ CollectionId: id, FaceId: faceId, FaceMatchThreshold: 95 }),
    );
    expect(byFace.FaceMatches?.map(({ Face }) => Face?.FaceId)).toEqual([later]);
    expect(byFace.SearchedFaceId).toBe(faceId);

    const { Faces } = await rekognition.client.send(new ListFacesCommand({ CollectionId: id }));
    expect(new Set(Faces?.map(({ FaceId }) => FaceId))).toEqual(new Set([faceId, other, later]));
    expect(Faces?.find(({ FaceId }) => FaceId === faceId)?.ExternalImageId).toBe('photo:1');

    const deleted = await rekognition.client.send(
      new DeleteFacesCommand({ CollectionId: id, FaceIds: [faceId, UNKNOWN_FACE] }),
    );
    expect(deleted.DeletedFaces).toEqual([faceId]);
    expect(deleted.UnsuccessfulFaceDeletions).toMatchObject([
      { FaceId: UNKNOWN_FACE, Reasons: ['FACE_NOT_FOUND'] },
    ]);
    const described = await rekognition.client.send(new DescribeCollectionCommand({ CollectionId: id }));
    expect(described).toMatchObject({
      FaceCount: 2,
      UserCount: 0,
      FaceModelVersion: indexed.FaceModelVersion,
    });
  });

  contractTest('indexes the largest faces and says what it left out', async () => {
    const id = await rekognition.collection();
    const indexed = await rekognition.client.send(
      new IndexFacesCommand({
        CollectionId: id,
        Image: { Bytes: await aPhotoOfTwo(audrey, franck) },
        MaxFaces: 1,
        QualityFilter: 'NONE',
      }),
    );
    expect(indexed.FaceRecords).toHaveLength(1);
    expect(indexed.FaceRecords?.[0]?.FaceDetail?.BoundingBox?.Left).toBeLessThan(0.5);
    expect(indexed.UnindexedFaces?.map(({ Reasons }) => Reasons)).toEqual([['EXCEEDS_MAX_FACES']]);
  });

  contractTest('indexes nobody from a photo of nobody', async () => {
    const id = await rekognition.collection();
    const image = { Bytes: await aGreyPhoto(320, 240) };
    const indexed = await rekognition.client.send(new IndexFacesCommand({ CollectionId: id, Image: image }));
    expect(indexed).toMatchObject({ FaceRecords: [], UnindexedFaces: [] });
  });

  contractTest('pages its faces', async () => {
    const id = await rekognition.collection();
    const indexed = new Set<string | undefined>();
    for (const image of [franck, audrey, franckLater]) indexed.add(await rekognition.index(id, image));
    const listed = new Set<string | undefined>();
    let token: string | undefined;
    do {
      const page = await rekognition.client.send(
        new ListFacesCommand({ CollectionId: id, MaxResults: 2, NextToken: token }),
      );
      expect(page.Faces?.length).toBeLessThanOrEqual(2);
      for (const { FaceId } of page.Faces ?? []) listed.add(FaceId);
      token = page.NextToken;
    } while (token);
    expect(listed).toEqual(indexed);
    const [first] = indexed;
    const byId = await rekognition.client.send(
      new ListFacesCommand({ CollectionId: id, FaceIds: [first ?? '', UNKNOWN_FACE] }),
    );
    expect(byId.Faces?.map(({ FaceId }) => FaceId)).toEqual([first]);
  });

  contractTest('is listed, tagged, and gone once deleted', async () => {
    const id = await rekognition.collection();
    const listed: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = await rekognition.client.send(new ListCollectionsCommand({ NextToken: token }));
      expect(page.FaceModelVersions).toHaveLength(page.CollectionIds?.length ?? -1);
      listed.push(...(page.CollectionIds ?? []));
      token = page.NextToken;
    } while (token);
    expect(listed).toContain(id);

    const described = await rekognition.client.send(new DescribeCollectionCommand({ CollectionId: id }));
    expect(described.CollectionARN).toMatch(
      new RegExp(`^arn:aws[a-z-]*:rekognition:[a-z0-9-]+:\\d{12}:collection/${id}$`),
    );
    expect(Math.abs(Date.now() - (described.CreationTimestamp?.getTime() ?? 0))).toBeLessThan(600_000);

    const deleted = await rekognition.client.send(new DeleteCollectionCommand({ CollectionId: id }));
    expect(deleted.StatusCode).toBe(200);
    await expect(
      rekognition.client.send(new DescribeCollectionCommand({ CollectionId: id })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
