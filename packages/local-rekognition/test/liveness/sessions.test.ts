import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SESSION_LIFE_MS } from '../../src/liveness/session.ts';
import { aPhoto, type Block } from './block-face-engine.ts';
import { aLiveness, type LivenessFixture } from './liveness-fixture.ts';

const aFace: Block = { hue: 'red', left: 260, top: 160, width: 120, height: 160 };

let fixture: LivenessFixture;
beforeEach(async () => {
  fixture = await aLiveness();
});
afterEach(() => fixture.dispose());

describe('CreateFaceLivenessSession', () => {
  it('gives a session that nobody has used yet', async () => {
    const id = await fixture.create();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(await fixture.results(id)).toEqual({ SessionId: id, Status: 'CREATED' });
  });

  it('gives the same session for the same ClientRequestToken, and a new one once that has expired', async () => {
    const first = await fixture.create({ ClientRequestToken: 'once' });
    expect(await fixture.create({ ClientRequestToken: 'once', Settings: { AuditImagesLimit: 2 } })).toBe(
      first,
    );
    expect(await fixture.create({ ClientRequestToken: 'twice' })).not.toBe(first);
    fixture.clock.advance(SESSION_LIFE_MS);
    expect(await fixture.create({ ClientRequestToken: 'once' })).not.toBe(first);
  });

  it('gives one session to calls with one token that are made at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, () => fixture.create({ ClientRequestToken: 'burst' })),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    [{ Settings: { AuditImagesLimit: -1 } }, 'settings.auditImagesLimit'],
    [{ Settings: { AuditImagesLimit: 5 } }, 'settings.auditImagesLimit'],
    [{ Settings: { OutputConfig: {} } }, 'settings.outputConfig.s3Bucket'],
    [{ Settings: { OutputConfig: { S3Bucket: 'ab' } } }, 'settings.outputConfig.s3Bucket'],
    [{ Settings: { OutputConfig: { S3Bucket: 'a/b/c' } } }, 'settings.outputConfig.s3Bucket'],
    [
      { Settings: { OutputConfig: { S3Bucket: 'abc', S3KeyPrefix: 'a b' } } },
      'settings.outputConfig.s3KeyPrefix',
    ],
    [
      { Settings: { OutputConfig: { S3Bucket: 'abc', S3KeyPrefix: 'a'.repeat(951) } } },
      'settings.outputConfig.s3KeyPrefix',
    ],
    [
      { Settings: { ChallengePreferences: [{ Type: 'Blink' }] } },
      'settings.challengePreferences.1.member.type',
    ],
    [
      { Settings: { ChallengePreferences: [{ Type: 'FaceMovementChallenge', Versions: { Minimum: '1' } }] } },
      'settings.challengePreferences.1.member.versions.minimum',
    ],
    [{ KmsKeyId: '' }, 'kmsKeyId'],
    [{ KmsKeyId: ' key' }, 'kmsKeyId'],
    [{ ClientRequestToken: 'a b' }, 'clientRequestToken'],
    [{ ClientRequestToken: 'a'.repeat(65) }, 'clientRequestToken'],
  ])('refuses %j with a ValidationException that names the member', async (input, member) => {
    await expect(fixture.create(input)).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining(`'${member}'`),
    });
  });

  it('accepts every setting at its edge', async () => {
    const Settings = {
      AuditImagesLimit: 4,
      OutputConfig: { S3Bucket: 'a-b', S3KeyPrefix: 'p'.repeat(950) },
      ChallengePreferences: [
        { Type: 'FaceMovementChallenge', Versions: { Minimum: '1.0.0', Maximum: '1.0.0' } },
        { Type: 'FaceMovementAndLightChallenge', Versions: { Minimum: '0.9.9', Maximum: '10.0.0' } },
      ],
    };
    await expect(
      fixture.create({ Settings, KmsKeyId: 'a'.repeat(2048), ClientRequestToken: 'a'.repeat(64) }),
    ).resolves.toBeDefined();
  });

  it.each([
    [{ Minimum: '2.0.1' }],
    [{ Maximum: '0.999.999' }],
    [{ Minimum: '2.0.0', Maximum: '1.0.0' }],
    [{ Minimum: '1.0.1', Maximum: '1.999.0' }],
  ])('refuses the bounds %j, which no version of the challenge meets', async (Versions) => {
    const ChallengePreferences = [{ Type: 'FaceMovementAndLightChallenge', Versions }];
    await expect(fixture.create({ Settings: { ChallengePreferences } })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringContaining('FaceMovementAndLightChallenge 1.0.0'),
    });
  });

  it.each(['1', '1.0', '01.0.0', '1.0.0.0', '1.0.1000', 'v1.0.0'])(
    'refuses the version %s',
    async (Maximum) => {
      const ChallengePreferences = [{ Type: 'FaceMovementChallenge', Versions: { Maximum } }];
      await expect(fixture.create({ Settings: { ChallengePreferences } })).rejects.toMatchObject({
        code: 'ValidationException',
      });
    },
  );

  it('refuses preferences that no challenge of the service meets', async () => {
    const ChallengePreferences = [{ Type: 'FaceMovementChallenge', Versions: { Minimum: '1.0.1' } }];
    await expect(fixture.create({ Settings: { ChallengePreferences } })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });
});

describe('GetFaceLivenessSessionResults', () => {
  it('refuses a malformed session id, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (id) => {
        await expect(fixture.results(id as string)).rejects.toMatchObject({
          code: expect.stringMatching(/^(Validation|Serialization)Exception$/),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('refuses an unknown session', async () => {
    await expect(fixture.results('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'SessionNotFoundException',
    });
  });

  it('tells that an unused session has expired, and forgets it after as long again', async () => {
    const id = await fixture.create();
    fixture.clock.advance(SESSION_LIFE_MS - 1);
    expect((await fixture.results(id)).Status).toBe('CREATED');
    fixture.clock.advance(1);
    expect((await fixture.results(id)).Status).toBe('EXPIRED');
    fixture.clock.advance(SESSION_LIFE_MS);
    await expect(fixture.results(id)).rejects.toMatchObject({ code: 'SessionNotFoundException' });
  });

  it('forgets a finished session, and its images on the disk, 3 minutes after it was created', async () => {
    const id = await fixture.create();
    await fixture.record(id, await aPhoto([aFace]));
    fixture.clock.advance(SESSION_LIFE_MS - 1);
    expect((await fixture.results(id)).Status).toBe('SUCCEEDED');
    fixture.clock.advance(1);
    await expect(fixture.results(id)).rejects.toMatchObject({ code: 'SessionNotFoundException' });
    await vi.waitFor(async () => expect(await readdir(join(fixture.dataDir, 'liveness'))).toEqual([]));
  });

  it('gives the images as bytes of at most 204,800, with the box of the face', async () => {
    const id = await fixture.create({ Settings: { AuditImagesLimit: 4 } });
    await fixture.record(id, await aNoisyPhoto());
    const { ReferenceImage, AuditImages, Challenge } = await fixture.results(id);
    const bytes = Buffer.from(ReferenceImage?.Bytes ?? '', 'base64');
    expect(bytes.length).toBeLessThanOrEqual(204_800);
    expect((await sharp(bytes).metadata()).format).toBe('jpeg');
    expect(ReferenceImage?.BoundingBox?.Left).toBeCloseTo(0.4, 1);
    expect(AuditImages?.length).toBeGreaterThan(0);
    expect(Challenge).toEqual({ Type: 'FaceMovementAndLightChallenge', Version: '2.0.0' });
  });

  it('says of challenge and client what a recording asks for, whatever the session was created with', async () => {
    const Type = 'FaceMovementAndLightChallenge';
    const ChallengePreferences = [{ Type, Versions: { Minimum: '2.0.0' } }];
    const id = await fixture.create({ Settings: { ChallengePreferences } });
    await fixture.record(id, await aPhoto([aFace]), '?challenge-version=1.0.0&sdk-type=iOS');
    expect(await fixture.results(id)).toMatchObject({
      Challenge: { Type, Version: '1.0.0' },
      Metadata: { SDKType: 'iOS' },
    });
  });

  it('puts the images of a session with OutputConfig into its bucket, and answers where they are', async () => {
    const OutputConfig = { S3Bucket: 'evidence', S3KeyPrefix: 'liveness/' };
    const id = await fixture.create({ Settings: { OutputConfig, AuditImagesLimit: 2 }, KmsKeyId: 'a-key' });
    await fixture.record(id, await aPhoto([aFace]));
    const { ReferenceImage, AuditImages } = await fixture.results(id);
    expect(ReferenceImage).toMatchObject({
      S3Object: { Bucket: 'evidence', Name: `liveness/${id}/reference.jpg` },
    });
    expect(AuditImages?.map(({ S3Object }) => S3Object?.Name)).toEqual([
      `liveness/${id}/audit-image-1.jpg`,
      `liveness/${id}/audit-image-2.jpg`,
    ]);
    expect(fixture.puts.map(({ key, kmsKeyId, contentType }) => [key, kmsKeyId, contentType]).sort()).toEqual(
      [
        [`liveness/${id}/audit-image-1.jpg`, 'a-key', 'image/jpeg'],
        [`liveness/${id}/audit-image-2.jpg`, 'a-key', 'image/jpeg'],
        [`liveness/${id}/reference.jpg`, 'a-key', 'image/jpeg'],
      ],
    );
  });

  it('gives no audit images unless they were asked for', async () => {
    const id = await fixture.create();
    await fixture.record(id, await aPhoto([aFace]));
    expect((await fixture.results(id)).AuditImages).toEqual([]);
  });
});

describe('a restart of the service', () => {
  it('keeps sessions, results and images', async () => {
    const unused = await fixture.create({ ClientRequestToken: 'kept' });
    const judged = await fixture.create({ Settings: { AuditImagesLimit: 1 } });
    await fixture.record(judged, await aPhoto([aFace]));
    const before = await fixture.results(judged);
    await fixture.restart();
    expect(await fixture.results(judged)).toEqual(before);
    expect(await fixture.create({ ClientRequestToken: 'kept' })).toBe(unused);
  });

  it('forgets what expired while it was down', async () => {
    const id = await fixture.create();
    await fixture.liveness.close();
    fixture.clock.advance(2 * SESSION_LIFE_MS);
    await fixture.restart();
    await expect(fixture.results(id)).rejects.toMatchObject({ code: 'SessionNotFoundException' });
    expect(await readdir(join(fixture.dataDir, 'liveness'))).toEqual([]);
  });
});

/** Noise is what JPEG can't compress: at first quality this photo is far beyond the limit. */
async function aNoisyPhoto(): Promise<Buffer> {
  const noise = await sharp({
    create: {
      width: 1600,
      height: 1200,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    // gray, so that no speck of it is a face
    .greyscale()
    .toColourspace('srgb')
    .png()
    .toBuffer();
  const face = await sharp({ create: { width: 320, height: 400, channels: 3, background: '#d01010' } })
    .png()
    .toBuffer();
  return sharp(noise)
    .composite([{ input: face, left: 640, top: 400 }])
    .jpeg({ quality: 90 })
    .toBuffer();
}
