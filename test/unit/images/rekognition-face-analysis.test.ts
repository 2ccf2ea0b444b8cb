import {
  CompareFacesCommand,
  DetectFacesCommand,
  ImageTooLargeException,
  InvalidImageFormatException,
  InvalidParameterException,
  RekognitionClient,
  ThrottlingException,
} from '@aws-sdk/client-rekognition';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRekognitionFaceAnalysis } from '../../../lambda/images/adapters/rekognition-face-analysis.ts';
import { SELFIE_RULES } from '../../../lambda/kernel/selfie-rules.ts';
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

  it('asks for the attributes of the rules that are on, and reads how surely each holds', async () => {
    const attributes = {
      EyesOpen: { Value: true, Confidence: 97 },
      MouthOpen: { Value: true, Confidence: 80 },
      Sunglasses: { Value: false, Confidence: 99 },
      // one that a response lacks does not pass
      Eyeglasses: { Value: false },
    };
    rekognition.on(DetectFacesCommand).resolves({ FaceDetails: [{ ...aFaceDetail, ...attributes }] });
    expect(await analysis().detectFaces(image, SELFIE_RULES)).toEqual([
      { ...anObservation, ruleConfidences: { eyes_open: 97, mouth_closed: 20, no_sunglasses: 99 } },
    ]);
    expect(await analysis().detectFaces(image, ['eyes_open'])).toEqual([
      { ...anObservation, ruleConfidences: { eyes_open: 97 } },
    ]);
    expect(await analysis().detectFaces(image, [])).toEqual([anObservation]);
    expect(
      rekognition.commandCalls(DetectFacesCommand).map(({ args: [{ input }] }) => input.Attributes),
    ).toEqual([
      ['DEFAULT', 'FACE_OCCLUDED', 'EYES_OPEN', 'MOUTH_OPEN', 'SUNGLASSES', 'EYEGLASSES'],
      ['DEFAULT', 'FACE_OCCLUDED', 'EYES_OPEN'],
      ['DEFAULT', 'FACE_OCCLUDED'],
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

  it('answers every face with its place, without a filter that hides faces', async () => {
    const Face = { BoundingBox: aFaceDetail.BoundingBox };
    const { boundingBox } = anObservation;
    rekognition.on(CompareFacesCommand).resolves({
      SourceImageFace: Face,
      FaceMatches: [{ Similarity: 41, Face }, { Similarity: 97.5, Face }, {}],
      UnmatchedFaces: [Face],
    });
    const nowhere = { left: 0, top: 0, width: 0, height: 0 };
    expect(await compare()).toEqual({
      selfieFace: boundingBox,
      faces: [
        { similarity: 41, boundingBox },
        { similarity: 97.5, boundingBox },
        { similarity: 0, boundingBox: nowhere },
        { similarity: 0, boundingBox },
      ],
    });
    expect(rekognition.commandCalls(CompareFacesCommand)[0]?.args[0].input).toEqual({
      SourceImage: { Bytes: image },
      TargetImage: { Bytes: new Uint8Array([4]) },
      SimilarityThreshold: 0,
      QualityFilter: 'NONE',
    });
  });

  it('answers nothing where an image shows no face', async () => {
    rekognition.on(CompareFacesCommand).resolves({});
    expect((await compare())?.faces).toEqual([]);
    const message = 'Request has invalid parameters';
    rekognition.on(CompareFacesCommand).rejects(new InvalidParameterException({ $metadata: {}, message }));
    expect(await compare()).toBeUndefined();
  });

  it('fails for any other wrong parameter, which says nothing about faces', async () => {
    const message = 'Requested image should either contain bytes or s3 object.';
    const wrong = new InvalidParameterException({ $metadata: {}, message });
    rekognition.on(CompareFacesCommand).rejects(wrong);
    await expect(compare()).rejects.toBe(wrong);
  });
});

it('passes a fault on under its own name, by which the state machine tries again', async () => {
  const throttle = new ThrottlingException(answer);
  rekognition.rejects(throttle);
  const analysis = createRekognitionFaceAnalysis(client, measured);
  await expect(analysis.detectFaces(image)).rejects.toBe(throttle);
  await expect(analysis.compareFaces(image, image)).rejects.toBe(throttle);
});
