import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { createS3ImageStore } from '../../../lambda/images/adapters/s3-image-store.ts';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { layOut } from '../../../lambda/images/domain/stitching.ts';
import { createStsLivenessCredentials } from '../../../lambda/liveness/adapters/sts-liveness-credentials.ts';
import { createSfnWorkflow } from '../../../lambda/platform/sfn-workflow.ts';
import { registrationExecution } from '../../../lambda/registration/contract.ts';
import { aRegistration, NOON } from '../../support/lambda/builders.ts';

const s3 = mockClient(S3Client);
const sfn = mockClient(SFNClient);
const sts = mockClient(STSClient);
beforeEach(() => {
  for (const mock of [s3, sfn, sts]) mock.reset();
});

const region = 'eu-west-1';

const aBodyOf = (text: string) =>
  ({ transformToByteArray: async () => Buffer.from(text) }) as unknown as NonNullable<
    GetObjectCommandOutput['Body']
  >;

describe('images in S3', () => {
  const images = createS3ImageStore(new S3Client({ region }), 'evidence');

  it('are read at the version that was pinned', async () => {
    s3.on(GetObjectCommand).resolves({ Body: aBodyOf('face') });
    expect(Buffer.from(await images.read({ key: 'k', version_id: 'v' })).toString()).toBe('face');
    await images.read({ key: 'k' });
    expect(s3.commandCalls(GetObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'evidence', Key: 'k', VersionId: 'v' },
      { Bucket: 'evidence', Key: 'k' },
    ]);
  });

  it('fail to be read where S3 answers no body', async () => {
    s3.on(GetObjectCommand).resolves({});
    await expect(images.read({ key: 'k' })).rejects.toThrow('no body');
  });

  it('are found with the version that is newest', async () => {
    s3.on(HeadObjectCommand).resolves({ VersionId: 'v9' });
    expect(await images.find('k')).toEqual({ key: 'k', version_id: 'v9' });
    s3.on(HeadObjectCommand).resolves({});
    expect(await images.find('k')).toEqual({ key: 'k' });
  });

  it('are missing where S3 says so, also to callers that may not list the bucket', async () => {
    s3.on(HeadObjectCommand).rejects(new NotFound({ $metadata: {}, message: '' }));
    expect(await images.find('k')).toBeUndefined();
    const forbidden = { name: '403', $fault: 'client', $metadata: { httpStatusCode: 403 } } as const;
    s3.on(HeadObjectCommand).rejects(new S3ServiceException(forbidden));
    expect(await images.find('k')).toBeUndefined();
    s3.on(HeadObjectCommand).rejects(new Error('socket hang up'));
    await expect(images.find('k')).rejects.toThrow('socket hang up');
  });

  it('are written as JPEG', async () => {
    s3.on(PutObjectCommand).resolves({});
    await images.writeJpeg('k', new Uint8Array([1]));
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Key: 'k',
      ContentType: 'image/jpeg',
    });
    expect(images.urlOf('a/b.jpg')).toBe('s3://evidence/a/b.jpg');
    expect(images.keyOf('s3://evidence/a/b.jpg')).toBe('a/b.jpg');
  });
});

describe('the workflow of a registration', () => {
  const workflow = createSfnWorkflow(new SFNClient({ region }), 'arn:machine', registrationExecution);

  it('is started under the name of the session', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    await workflow.start(aRegistration());
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'arn:machine',
      name: 'vs_1',
      input: JSON.stringify(aRegistration()),
    });
  });

  it('is left alone where it ran already', async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ $metadata: {}, message: '' }));
    await workflow.start(aRegistration());
    sfn.on(StartExecutionCommand).rejects(new Error('no'));
    await expect(workflow.start(aRegistration())).rejects.toThrow('no');
  });
});

describe('credentials for a liveness client', () => {
  const issuer = createStsLivenessCredentials(new STSClient({ region }), 'arn:role');

  it('may start a liveness stream and nothing else, for fifteen minutes', async () => {
    sts.on(AssumeRoleCommand).resolves({
      Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T', Expiration: NOON },
    });
    expect(await issuer.issue('11111111-2222-4333-8444-555555555555')).toEqual({
      access_key_id: 'A',
      secret_access_key: 'S',
      session_token: 'T',
      expires_at: NOON.toISOString(),
    });
    const { Policy = '', ...input } = sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input ?? {};
    expect(input).toEqual({
      RoleArn: 'arn:role',
      RoleSessionName: 'liveness-11111111-2222-4333-8444-555555555555',
      DurationSeconds: 900,
    });
    expect(JSON.parse(Policy).Statement).toEqual([
      { Effect: 'Allow', Action: 'rekognition:StartFaceLivenessSession', Resource: '*' },
    ]);
  });

  it('fails rather than hand out half of them', async () => {
    sts.on(AssumeRoleCommand).resolves({});
    await expect(issuer.issue('id')).rejects.toThrow('incomplete');
  });
});

describe('the image editor', () => {
  const aPicture = (orientation?: number) =>
    sharp({ create: { width: 300, height: 200, channels: 3, background: 'grey' } })
      .withMetadata(orientation === undefined ? {} : { orientation })
      .jpeg()
      .toBuffer();

  it('scales down, and never up', async () => {
    expect(await sharpImageEditor.edit(await aPicture(), 150)).toMatchObject({ widthPx: 150, heightPx: 100 });
    expect(await sharpImageEditor.edit(await aPicture(), 900)).toMatchObject({ widthPx: 300, heightPx: 200 });
  });

  it('cuts out a part of the upright image', async () => {
    const part = { left: 0.5, top: 0.25, width: 0.5, height: 0.5 };
    expect(await sharpImageEditor.edit(await aPicture(), 900, part)).toMatchObject({
      widthPx: 150,
      heightPx: 100,
    });
    expect(await sharpImageEditor.edit(await aPicture(6), 900, part)).toMatchObject({
      widthPx: 100,
      heightPx: 150,
    });
  });

  it('puts images in their places of one, upright, with grey between them', async () => {
    const red = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const blue = await sharp({ create: { width: 400, height: 400, channels: 4, background: 'blue' } })
      .png()
      .toBuffer();
    const stitching = layOut([
      { widthPx: 200, heightPx: 300 },
      { widthPx: 400, heightPx: 400 },
    ]);
    const { bytes, ...size } = await sharpImageEditor.stitch([red, blue], stitching);
    expect(size).toEqual({ widthPx: 1360, heightPx: 400 });
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray(3 * (y * info.width + x)).subarray(0, 3)];
    const near = (colour: readonly number[]) => colour.map((value) => expect.closeTo(value, -1));
    expect(at(100, 150)).toEqual(near([254, 0, 0]));
    expect(at(1160, 200)).toEqual(near([0, 0, 254]));
    for (const [x, y] of [
      [600, 200],
      [100, 380],
    ] as const)
      expect(at(x, y)).toEqual(near([128, 128, 128]));
  });

  it('answers nothing for bytes that cannot be decoded', async () => {
    expect(await sharpImageEditor.edit(Buffer.from('no image'), 900)).toBeUndefined();
  });
});
