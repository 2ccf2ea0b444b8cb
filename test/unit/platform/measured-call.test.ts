import {
  AccessDeniedException,
  InvalidImageFormatException,
  InvalidParameterException,
  SessionNotFoundException,
  ThrottlingException,
} from '@aws-sdk/client-rekognition';
import { beforeEach, describe, expect, it } from 'vitest';
import { type MeasuredCall, measuredCall } from '../../../lambda/platform/measured-call.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const because = (message: string) => ({ $metadata: {}, message });
let recorded: ReturnType<typeof recordedMetrics>;
let measured: MeasuredCall;
beforeEach(() => {
  recorded = recordedMetrics();
  let minutes = 0;
  measured = measuredCall(recorded.emit, () => {
    minutes += 1;
    return minutesAfter(minutes);
  });
});

describe('a measured call', () => {
  it('counts what is billed, and how long it took', async () => {
    expect(await measured('DetectFaces', async () => 'answer')).toBe('answer');
    expect(recorded.metrics).toEqual([
      { name: 'RekognitionCall', value: 1, dimensions: { Operation: 'DetectFaces' } },
      { name: 'RekognitionLatency', value: 60_000, dimensions: { Operation: 'DetectFaces' } },
    ]);
  });

  const noFace = new InvalidParameterException(
    because('There are no faces in the image. Should be at least 1.'),
  );
  const wrong = new InvalidParameterException(because('Request has invalid parameters'));
  it.each([
    ['a throttle', 'IndexFaces', new ThrottlingException(because('slow down')), 'RekognitionThrottled'],
    ['a fault of the service', 'DetectFaces', new Error('socket hang up'), 'RekognitionFailed'],
    [
      'a permission that is missing',
      'IndexFaces',
      new AccessDeniedException(because('no')),
      'RekognitionFailed',
    ],
    ['a wrong parameter', 'SearchFacesByImage', wrong, 'RekognitionFailed'],
    ['a wrong parameter of another operation', 'IndexFaces', noFace, 'RekognitionFailed'],
    ['a search with an image without a face', 'SearchFacesByImage', noFace, undefined],
    ['a comparison with an image without a face', 'CompareFaces', wrong, undefined],
    [
      'bytes that are no image',
      'DetectFaces',
      new InvalidImageFormatException(because('no image')),
      undefined,
    ],
    [
      'a session that is over',
      'GetFaceLivenessSessionResults',
      new SessionNotFoundException(because('gone')),
      undefined,
    ],
  ] as const)('tells %s apart, and passes it on', async (_what, operation, error, metric) => {
    await expect(measured(operation, () => Promise.reject(error))).rejects.toBe(error);
    expect(recorded.metrics.map(({ name }) => name)).toEqual([
      ...(metric === undefined ? [] : [metric]),
      'RekognitionLatency',
    ]);
  });
});
