import {
  DeleteFacesCommand,
  IndexFacesCommand,
  InvalidParameterException,
  RekognitionClient,
  SearchFacesByImageCommand,
  ThrottlingException,
} from '@aws-sdk/client-rekognition';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRekognitionFaceCollections } from '../../../lambda/collections/adapters/rekognition-face-collections.ts';
import { measuredCall } from '../../../lambda/platform/measured-call.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const rekognition = mockedClient(RekognitionClient);
const client = new RekognitionClient({ region: 'eu-west-1' });
const image = new Uint8Array([1, 2, 3]);
const answer = { $metadata: {}, message: 'no' };
const measured = measuredCall(recordedMetrics().emit, () => NOON);
beforeEach(() => {
  rekognition.reset();
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

describe('collections', () => {
  const { emit, metrics } = recordedMetrics();
  const collections = () => createRekognitionFaceCollections(client, measured, emit);

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
  });

  it('answer nothing to an image without a face, and fail for any other wrong parameter', async () => {
    const refusal = (message: string) => new InvalidParameterException({ $metadata: {}, message });
    const noFace = refusal('There are no faces in the image. Should be at least 1.');
    rekognition.on(SearchFacesByImageCommand).rejects(noFace);
    expect(await collections().search('c', image, 95)).toBeUndefined();
    const wrong = refusal('Request has invalid parameters');
    rekognition.on(SearchFacesByImageCommand).rejects(wrong);
    await expect(collections().search('c', image, 95)).rejects.toBe(wrong);
  });

  it('index one face, with the attributes that the gate needs', async () => {
    rekognition.on(IndexFacesCommand).resolves({
      FaceModelVersion: '7.0',
      FaceRecords: [
        { Face: { FaceId: 'f1', BoundingBox: aFaceDetail.BoundingBox }, FaceDetail: aFaceDetail },
      ],
    });
    expect(await collections().index('p.acme.g1.2', image, 'img_1', 'repair')).toEqual({
      face: {
        collection_id: 'p.acme.g1.2',
        face_id: 'f1',
        image_id: 'img_1',
        face_model_version: '7.0',
        bounding_box: anObservation.boundingBox,
      },
      observation: anObservation,
    });
    expect(rekognition.commandCalls(IndexFacesCommand)[0]?.args[0].input).toEqual({
      CollectionId: 'p.acme.g1.2',
      Image: { Bytes: image },
      ExternalImageId: 'img_1',
      MaxFaces: 1,
      QualityFilter: 'NONE',
      DetectionAttributes: ['DEFAULT', 'FACE_OCCLUDED'],
    });
    rekognition.on(IndexFacesCommand).resolves({ FaceRecords: [] });
    expect(await collections().index('p.acme.g1.2', image, 'img_1', 'repair')).toBeUndefined();
  });

  it('index a face with the attributes of the rules that are on, by the same call', async () => {
    const FaceDetail = { ...aFaceDetail, EyesOpen: { Value: false, Confidence: 90 } };
    rekognition.on(IndexFacesCommand).resolves({
      FaceModelVersion: '7.0',
      FaceRecords: [{ Face: { FaceId: 'f1', BoundingBox: aFaceDetail.BoundingBox }, FaceDetail }],
    });
    const answer = await collections().index('p.acme.g1.2', image, 'img_1', 'registration', ['eyes_open']);
    expect(answer?.observation).toEqual({ ...anObservation, ruleConfidences: { eyes_open: 10 } });
    expect(
      rekognition.commandCalls(IndexFacesCommand).map(({ args: [{ input }] }) => input.DetectionAttributes),
    ).toEqual([['DEFAULT', 'FACE_OCCLUDED', 'EYES_OPEN']]);
  });

  it('delete faces, and take one that is gone for deleted', async () => {
    rekognition.on(DeleteFacesCommand).resolves({
      DeletedFaces: ['f1'],
      UnsuccessfulFaceDeletions: [{ FaceId: 'f2', Reasons: ['FACE_NOT_FOUND'] }],
    });
    await collections().delete('c', ['f1', 'f2'], 'undo');
    expect(rekognition.commandCalls(DeleteFacesCommand)[0]?.args[0].input).toEqual({
      CollectionId: 'c',
      FaceIds: ['f1', 'f2'],
    });
  });

  it('count what took effect, with its cause', async () => {
    metrics.splice(0);
    rekognition
      .on(IndexFacesCommand)
      .resolvesOnce({ FaceRecords: [{ Face: { FaceId: 'f1' } }, { Face: { FaceId: 'f2' } }] })
      .resolves({ FaceRecords: [] });
    for (let call = 0; call < 2; call += 1)
      await collections().indexSeveral('p.acme.g1.2', image, 'img_1', 3, 'migration');
    rekognition
      .on(DeleteFacesCommand)
      .resolvesOnce({ UnsuccessfulFaceDeletions: [{ FaceId: 'f2', Reasons: ['FACE_NOT_FOUND'] }] })
      .resolves({ UnsuccessfulFaceDeletions: [{ FaceId: 'f1', Reasons: ['FACE_NOT_FOUND'] }] });
    await collections().delete('c', ['f1', 'f2', 'f3'], 'drain');
    await collections().delete('c', ['f1'], 'drain');
    expect(metrics).toEqual([
      { name: 'FaceIndexed', value: 2, dimensions: { Shard: '2', Cause: 'migration' } },
      { name: 'FaceDeleted', value: 2, dimensions: { Cause: 'drain' } },
    ]);
  });

  it('fail when a face could not be deleted, though AWS answers 200', async () => {
    rekognition.on(DeleteFacesCommand).resolves({
      UnsuccessfulFaceDeletions: [{ FaceId: 'f1', Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] }],
    });
    await expect(collections().delete('c', ['f1'], 'undo')).rejects.toThrow('ASSOCIATED_TO_AN_EXISTING_USER');
  });

  it('pass a fault on under its own name, by which the state machine tries again', async () => {
    const throttle = new ThrottlingException(answer);
    rekognition.rejects(throttle);
    for (const call of [
      collections().search('c', image, 95),
      collections().index('p.acme.g1.2', image, 'img_1', 'repair'),
      collections().delete('c', ['f1'], 'undo'),
    ])
      await expect(call).rejects.toBe(throttle);
  });
});
