import {
  CompareFacesCommand,
  CreateFaceLivenessSessionCommand,
  DeleteFacesCommand,
  DetectFacesCommand,
  GetFaceLivenessSessionResultsCommand,
  ImageTooLargeException,
  IndexFacesCommand,
  InvalidImageFormatException,
  InvalidParameterException,
  RekognitionClient,
  SearchFacesByImageCommand,
  SessionNotFoundException,
  ThrottlingException,
} from '@aws-sdk/client-rekognition';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRekognitionFaceCollections } from '../../../lambda/collections/adapters/rekognition-face-collections.ts';
import { createRekognitionFaceAnalysis } from '../../../lambda/images/adapters/rekognition-face-analysis.ts';
import { createRekognitionLiveness } from '../../../lambda/liveness/adapters/rekognition-liveness.ts';
import { measuredCall } from '../../../lambda/platform/measured-call.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const rekognition = mockClient(RekognitionClient);
const client = new RekognitionClient({ region: 'eu-west-1' });
const image = new Uint8Array([1, 2, 3]);
const answer = { $metadata: {}, message: 'no' };
let { emit, metrics } = recordedMetrics();
const setUp = () => {
  rekognition.reset();
  ({ emit, metrics } = recordedMetrics());
  return measuredCall(emit, () => NOON);
};
let measured = setUp();
beforeEach(() => {
  measured = setUp();
});

const aFaceDetail = {
  BoundingBox: { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 },
  Pose: { Yaw: 5, Pitch: -6, Roll: 1 },
  Quality: { Sharpness: 70, Brightness: 60 },
  FaceOccluded: { Value: false, Confidence: 99 },
};
const anObservation = {
  boundingBox: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 },
  yawDegrees: 5,
  pitchDegrees: -6,
  sharpness: 70,
  brightness: 60,
  occluded: false,
};

describe('DetectFaces', () => {
  const analysis = () => createRekognitionFaceAnalysis(client, measured);

  it('is asked for occlusion, which is not part of the default', async () => {
    rekognition.on(DetectFacesCommand).resolves({ FaceDetails: [aFaceDetail] });
    expect(await analysis().detectFaces(image)).toEqual([anObservation]);
    expect(rekognition.commandCalls(DetectFacesCommand)[0]?.args[0].input).toEqual({
      Image: { Bytes: image },
      Attributes: ['DEFAULT', 'FACE_OCCLUDED'],
    });
  });

  it('gives a face no benefit of what it does not say', async () => {
    rekognition.on(DetectFacesCommand).resolves({ FaceDetails: [{}] });
    expect(await analysis().detectFaces(image)).toEqual([
      {
        boundingBox: { left: 0, top: 0, width: 0, height: 0 },
        yawDegrees: 180,
        pitchDegrees: 180,
        sharpness: 0,
        brightness: 0,
      },
    ]);
  });

  it('answers nothing for bytes that are no usable image', async () => {
    for (const error of [new InvalidImageFormatException(answer), new ImageTooLargeException(answer)]) {
      rekognition.on(DetectFacesCommand).rejects(error);
      expect(await analysis().detectFaces(image)).toBeUndefined();
    }
  });
});

describe('CompareFaces', () => {
  const compare = () =>
    createRekognitionFaceAnalysis(client, measured).compareFaces(image, new Uint8Array([4]));

  it('answers the most similar face, without a filter that hides faces', async () => {
    rekognition
      .on(CompareFacesCommand)
      .resolves({ FaceMatches: [{ Similarity: 41 }, { Similarity: 97.5 }, {}] });
    expect(await compare()).toBe(97.5);
    expect(rekognition.commandCalls(CompareFacesCommand)[0]?.args[0].input).toEqual({
      SourceImage: { Bytes: image },
      TargetImage: { Bytes: new Uint8Array([4]) },
      SimilarityThreshold: 0,
      QualityFilter: 'NONE',
    });
  });

  it('answers 0 where no face is alike, and nothing where an image shows no face', async () => {
    rekognition.on(CompareFacesCommand).resolves({ FaceMatches: [] });
    expect(await compare()).toBe(0);
    rekognition.on(CompareFacesCommand).rejects(new InvalidParameterException(answer));
    expect(await compare()).toBeUndefined();
  });
});

describe('collections', () => {
  const collections = () => createRekognitionFaceCollections(client, measured);

  it('are searched with an explicit threshold and room for every match', async () => {
    rekognition.on(SearchFacesByImageCommand).resolves({
      FaceModelVersion: '7.0',
      FaceMatches: [
        { Similarity: 99, Face: { FaceId: 'f1', ExternalImageId: 'img_1' } },
        { Similarity: 96, Face: { FaceId: 'f2' } },
        { Similarity: 96 },
      ],
    });
    expect(await collections().search('c', image, 95)).toEqual({
      faceModelVersion: '7.0',
      faces: [
        { faceId: 'f1', imageId: 'img_1', similarity: 99 },
        { faceId: 'f2', similarity: 96 },
      ],
    });
    expect(rekognition.commandCalls(SearchFacesByImageCommand)[0]?.args[0].input).toEqual({
      CollectionId: 'c',
      Image: { Bytes: image },
      FaceMatchThreshold: 95,
      MaxFaces: 4096,
      QualityFilter: 'NONE',
    });
    rekognition.on(SearchFacesByImageCommand).rejects(new InvalidParameterException(answer));
    expect(await collections().search('c', image, 95)).toBeUndefined();
  });

  it('index one face, with the attributes that the gate needs', async () => {
    rekognition.on(IndexFacesCommand).resolves({
      FaceModelVersion: '7.0',
      FaceRecords: [
        { Face: { FaceId: 'f1', BoundingBox: aFaceDetail.BoundingBox }, FaceDetail: aFaceDetail },
      ],
    });
    expect(await collections().index('c', image, 'img_1')).toEqual({
      face: {
        collection_id: 'c',
        face_id: 'f1',
        image_id: 'img_1',
        face_model_version: '7.0',
        bounding_box: anObservation.boundingBox,
      },
      observation: anObservation,
    });
    expect(rekognition.commandCalls(IndexFacesCommand)[0]?.args[0].input).toEqual({
      CollectionId: 'c',
      Image: { Bytes: image },
      ExternalImageId: 'img_1',
      MaxFaces: 1,
      QualityFilter: 'NONE',
      DetectionAttributes: ['DEFAULT', 'FACE_OCCLUDED'],
    });
    rekognition.on(IndexFacesCommand).resolves({ FaceRecords: [] });
    expect(await collections().index('c', image, 'img_1')).toBeUndefined();
  });

  it('delete faces, and take one that is gone for deleted', async () => {
    rekognition.on(DeleteFacesCommand).resolves({
      DeletedFaces: ['f1'],
      UnsuccessfulFaceDeletions: [{ FaceId: 'f2', Reasons: ['FACE_NOT_FOUND'] }],
    });
    await collections().delete('c', ['f1', 'f2']);
    expect(rekognition.commandCalls(DeleteFacesCommand)[0]?.args[0].input).toEqual({
      CollectionId: 'c',
      FaceIds: ['f1', 'f2'],
    });
  });

  it('fail when a face could not be deleted, though AWS answers 200', async () => {
    rekognition.on(DeleteFacesCommand).resolves({
      UnsuccessfulFaceDeletions: [{ FaceId: 'f1', Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] }],
    });
    await expect(collections().delete('c', ['f1'])).rejects.toThrow('ASSOCIATED_TO_AN_EXISTING_USER');
  });
});

describe('Face Liveness', () => {
  const liveness = () =>
    createRekognitionLiveness(client, measured, { bucket: 'evidence', kmsKeyArn: 'arn:aws:kms:key' });

  it('writes its images to the evidence bucket under the session', async () => {
    rekognition.on(CreateFaceLivenessSessionCommand).resolves({ SessionId: 'id-1' });
    const request = {
      challenge: 'FaceMovementChallenge',
      keyPrefix: 'a/b/c/liveness',
      requestToken: 't',
    } as const;
    expect(await liveness().create(request)).toBe('id-1');
    expect(rekognition.commandCalls(CreateFaceLivenessSessionCommand)[0]?.args[0].input).toEqual({
      ClientRequestToken: 't',
      KmsKeyId: 'arn:aws:kms:key',
      Settings: {
        AuditImagesLimit: 4,
        OutputConfig: { S3Bucket: 'evidence', S3KeyPrefix: 'a/b/c/liveness' },
        ChallengePreferences: [{ Type: 'FaceMovementChallenge' }],
      },
    });
    rekognition.on(CreateFaceLivenessSessionCommand).resolves({});
    await expect(liveness().create(request)).rejects.toThrow('no SessionId');
  });

  it.each([
    ['CREATED', 'NOT_TAKEN'],
    ['IN_PROGRESS', 'NOT_TAKEN'],
    ['EXPIRED', 'EXPIRED'],
  ] as const)('is, while it is %s, %s', async (Status, status) => {
    rekognition.on(GetFaceLivenessSessionResultsCommand).resolves({ SessionId: 'id-1', Status });
    expect(await liveness().result('id-1')).toEqual({ status });
  });

  it('tells confidence, where the images lie, and the feedback that we know', async () => {
    rekognition.on(GetFaceLivenessSessionResultsCommand).resolves({
      SessionId: 'id-1',
      Status: 'SUCCEEDED',
      Confidence: 92.5,
      ReferenceImage: { S3Object: { Bucket: 'evidence', Name: 'reference.jpg', Version: 'v1' } },
      AuditImages: [{ S3Object: { Name: 'audit-0.jpg' } }, {}],
      Feedback: [
        { Code: 'EYES_CLOSED_DETECTED', Message: '' },
        { Code: 'SOMETHING_NEW' as 'EYES_CLOSED_DETECTED', Message: '' },
      ],
    });
    expect(await liveness().result('id-1')).toEqual({
      status: 'SUCCEEDED',
      confidence: 92.5,
      referenceImage: { key: 'reference.jpg', version_id: 'v1' },
      auditImages: [{ key: 'audit-0.jpg' }],
      feedback: ['EYES_CLOSED_DETECTED'],
    });
  });

  it('may lack confidence and reference image', async () => {
    rekognition.on(GetFaceLivenessSessionResultsCommand).resolves({ SessionId: 'id-1', Status: 'FAILED' });
    expect(await liveness().result('id-1')).toEqual({ status: 'FAILED', auditImages: [], feedback: [] });
  });

  it('has expired where Rekognition has forgotten it', async () => {
    rekognition.on(GetFaceLivenessSessionResultsCommand).rejects(new SessionNotFoundException(answer));
    expect(await liveness().result('id-1')).toEqual({ status: 'EXPIRED' });
  });
});

describe('a fault of Rekognition', () => {
  it('is passed on under its own name, by which the state machine tries again', async () => {
    const throttle = new ThrottlingException(answer);
    rekognition.rejects(throttle);
    const analysis = createRekognitionFaceAnalysis(client, measured);
    const collections = createRekognitionFaceCollections(client, measured);
    const liveness = createRekognitionLiveness(client, measured, { bucket: 'evidence' });
    for (const call of [
      analysis.detectFaces(image),
      analysis.compareFaces(image, image),
      collections.search('c', image, 95),
      collections.index('c', image, 'img_1'),
      collections.delete('c', ['f1']),
      liveness.result('id-1'),
    ]) {
      await expect(call).rejects.toBe(throttle);
    }
  });
});

describe('a measured call', () => {
  const names = () => metrics.map(({ name }) => name);

  it('counts what is billed, and how long it took', async () => {
    expect(await measured('DetectFaces', async () => 'answer')).toBe('answer');
    expect(metrics).toEqual([
      { name: 'RekognitionCall', value: 1, dimensions: { Operation: 'DetectFaces' } },
      { name: 'RekognitionLatency', value: 0, dimensions: { Operation: 'DetectFaces' } },
    ]);
  });

  it.each([
    ['a throttle', new ThrottlingException(answer), ['RekognitionThrottled', 'RekognitionLatency']],
    ['a fault of the service', new Error('socket hang up'), ['RekognitionFailed', 'RekognitionLatency']],
    ['an image without a face', new InvalidParameterException(answer), ['RekognitionLatency']],
  ])('tells %s apart, and passes it on', async (_what, error, expected) => {
    await expect(measured('DetectFaces', () => Promise.reject(error))).rejects.toBe(error);
    expect(names()).toEqual(expected);
  });
});
