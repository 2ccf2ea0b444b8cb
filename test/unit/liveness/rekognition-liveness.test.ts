import {
  CreateFaceLivenessSessionCommand,
  GetFaceLivenessSessionResultsCommand,
  RekognitionClient,
  SessionNotFoundException,
  ThrottlingException,
} from '@aws-sdk/client-rekognition';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRekognitionLiveness } from '../../../lambda/liveness/adapters/rekognition-liveness.ts';
import { measuredCall } from '../../../lambda/platform/measured-call.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const rekognition = mockedClient(RekognitionClient);
const client = new RekognitionClient({ region: 'eu-west-1' });
const answer = { $metadata: {}, message: 'no' };
const measured = measuredCall(recordedMetrics().emit, () => NOON);
beforeEach(() => {
  rekognition.reset();
});

describe('Face Liveness', () => {
  const liveness = () => createRekognitionLiveness(client, measured, 'evidence');

  it("writes its images to the evidence bucket under the session, encrypted by the bucket's default", async () => {
    rekognition.on(CreateFaceLivenessSessionCommand).resolves({ SessionId: 'id-1' });
    const request = {
      challenge: 'FaceMovementChallenge',
      keyPrefix: 'a/b/c/liveness',
      requestToken: 't',
    } as const;
    expect(await liveness().create(request)).toBe('id-1');
    expect(rekognition.commandCalls(CreateFaceLivenessSessionCommand)[0]?.args[0].input).toEqual({
      ClientRequestToken: 't',
      Settings: {
        AuditImagesLimit: 4,
        OutputConfig: { S3Bucket: 'evidence', S3KeyPrefix: 'a/b/c/liveness' },
        ChallengePreferences: [{ Type: 'FaceMovementChallenge' }],
      },
    });
    await liveness().create({ ...request, versions: { minimum: '1.0.0' } });
    await liveness().create({ ...request, versions: { minimum: '1.0.0', maximum: '1.9.9' } });
    expect(
      rekognition
        .commandCalls(CreateFaceLivenessSessionCommand)
        .slice(1)
        .map(({ args: [{ input }] }) => input.Settings?.ChallengePreferences),
    ).toEqual([
      [{ Type: 'FaceMovementChallenge', Versions: { Minimum: '1.0.0' } }],
      [{ Type: 'FaceMovementChallenge', Versions: { Minimum: '1.0.0', Maximum: '1.9.9' } }],
    ]);
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
      ReferenceImage: {
        S3Object: { Bucket: 'evidence', Name: 'reference.jpg', Version: 'v1' },
        BoundingBox: { Left: 0.4, Top: 0.3, Width: 0.2, Height: 0.4 },
      },
      AuditImages: [{ S3Object: { Name: 'audit-0.jpg' } }, {}],
      Challenge: { Type: 'FaceMovementChallenge', Version: '1.0.0' },
      Metadata: { SDKType: `Web ${'x'.repeat(200)}` },
      Feedback: [
        { Code: 'EYES_CLOSED_DETECTED', Message: '' },
        { Code: 'SOMETHING_NEW' as 'EYES_CLOSED_DETECTED', Message: '' },
      ],
    });
    expect(await liveness().result('id-1')).toEqual({
      status: 'SUCCEEDED',
      confidence: 92.5,
      referenceImage: {
        key: 'reference.jpg',
        version_id: 'v1',
        face: { left: 0.4, top: 0.3, width: 0.2, height: 0.4 },
      },
      auditImages: [{ key: 'audit-0.jpg' }],
      challenge: {
        type: 'FaceMovementChallenge',
        version: '1.0.0',
        sdk_type: `Web ${'x'.repeat(124)}`,
      },
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

  it('passes a fault on under its own name, by which the client tries again', async () => {
    const throttle = new ThrottlingException(answer);
    rekognition.rejects(throttle);
    await expect(liveness().result('id-1')).rejects.toBe(throttle);
  });
});
