import { describe, expect, it } from 'vitest';
import { addressOfStage, configOfStage, parseDeploymentConfig, STAGE_NAMES } from '../../lib/config.ts';
import { tagValue } from '../../lib/config-values.ts';
import { aStage } from '../support/synthesize.ts';

const aConfig = (change: Record<string, unknown>) => ({ ...configOfStage('dev'), ...change });
const { api, policy } = configOfStage('dev');

describe('the deployment config', () => {
  it.each(['local', 'dev', 'prod'])('of stage %s is usable', (stage) => {
    expect(aStage(stage).stage).toBe(stage);
  });

  it('has the name of its key as stage, and none that objects inherit', () => {
    for (const stage of STAGE_NAMES) expect(aStage(stage).stage).toBe(stage);
    expect(() => configOfStage('constructor')).toThrow(/no stage "constructor"/);
  });

  it('has no further rules for selfies by default', () => {
    expect(configOfStage('dev').policy.quality.selfie.rules).toEqual({});
  });

  it('says where a stage is without being told who hears its alarms', () => {
    expect(addressOfStage('prod')).toEqual({ region: 'eu-west-1', tenants: ['demo'] });
    expect(() => addressOfStage('staging')).toThrow(/no stage "staging".*local, dev, prod/);
  });

  it.each([
    [
      'a region without Face Liveness',
      { region: 'eu-central-1' },
      /"eu-central-1" does not offer Face Liveness; use one of us-east-1/,
    ],
    [
      'a tenant that may call more often than the stage',
      { api: { ...api, callLimits: { ...api.callLimits, tenant: { perSecond: 21, burst: 30 } } } },
      /api\.callLimits\.tenant\.perSecond: 21 is more than that of the stage .*, 20; use a smaller one, such as 10/,
    ],
    [
      'a caller that may make more calls at once than its tenant',
      { api: { ...api, callLimits: { ...api.callLimits, person: { perSecond: 5, burst: 31 } } } },
      /api\.callLimits\.person\.burst: 31 is more than that of the tenant, 30; use a smaller one, such as 15/,
    ],
    [
      'a watchlist whose name breaks the names of collections',
      { tenants: [{ id: 'demo', watchlists: [{ id: 'g1.fraud' }] }] },
      /watchlist "g1\.fraud" must be 1 to 31 lowercase letters/,
    ],
    [
      'two watchlists of one name',
      { tenants: [{ id: 'demo', watchlists: [{ id: 'fraud' }, { id: 'fraud' }] }] },
      /tenants\.0\.watchlists: two watchlists of a tenant have the same id/,
    ],
    [
      'more watchlists than a search should ask',
      {
        tenants: [{ id: 'demo', watchlists: Array.from({ length: 21 }, (_, at) => ({ id: `list-${at}` })) }],
      },
      /a tenant may have 20 watchlists/,
    ],
    ['no audit entries', { auditEntries: { retentionDays: 0 } }, /auditEntries\.retentionDays/],
    [
      'FIPS endpoints where Rekognition has none',
      { fips: true },
      /no FIPS endpoint in "eu-west-1"; use one of us-east-1/,
    ],
    [
      'FIPS endpoints where Rekognition has none in the second region',
      { fips: true, region: 'us-east-1', secondRegion: { region: 'eu-central-1' } },
      /secondRegion: Rekognition has no FIPS endpoint in "eu-central-1"/,
    ],
    [
      'FIPS endpoints and an endpoint of its own',
      { fips: true, region: 'us-east-1', rekognitionEndpoint: 'http://localhost:1' },
      /fips cannot be combined with the endpoint/,
    ],
    [
      'a collection prefix with a separator',
      { collectionPrefix: 'face.idv' },
      /"face.idv" is not valid in a CollectionId; use/,
    ],
    [
      'a collection prefix with a space',
      { collectionPrefix: 'face idv' },
      /"face idv" is not valid in a CollectionId/,
    ],
    [
      'a tag value with a space',
      { tags: { team: 'identity team' } },
      /"identity team" is not accepted by AWS::Rekognition::Collection; use letters/,
    ],
    ['a tag key of AWS', { tags: { 'aws:team': 'x' } }, /"aws:team" must be/],
    ['a tenant with upper case', { tenants: [{ id: 'Acme' }] }, /"Acme" must be 1 to 31 lowercase/],
    [
      "a tenant with the name of the account's own rows",
      { tenants: [{ id: 'limiter' }] },
      /"limiter" has a reserved name/,
    ],
    ['a tenant listed twice', { tenants: [{ id: 'acme' }, { id: 'acme' }] }, /"acme" is listed twice/],
    ['no tenant', { tenants: [] }, /at least one tenant/],
    [
      'an origin that is none',
      { api: { allowedOrigins: ['example'], rateLimitPerSecond: 1, burstLimit: 1 } },
      /"example" is not an origin/,
    ],
    [
      'a log retention that CloudWatch has not',
      { logRetentionDays: 31 },
      /no retention of 31 days; use one of 1, 3/,
    ],
    [
      'a page of problems with a fragment',
      { problemBaseUrl: 'https://docs.example.com/errors#top' },
      /"https:\/\/docs.example.com\/errors#top" is not the URL of a page; write it as https:\/\/docs.example.com\/errors/,
    ],
    [
      'an origin with a path',
      { api: { allowedOrigins: ['https://app.example.com/start'], rateLimitPerSecond: 1, burstLimit: 1 } },
      /"https:\/\/app.example.com\/start" is not an origin; write it as https:\/\/app.example.com, without a path/,
    ],
    [
      'no origins',
      { api: { rateLimitPerSecond: 1, burstLimit: 1 } },
      /api.allowedOrigins: is missing; it must be of type array, such as \["http:\/\/localhost:4580"\]/,
    ],
    [
      'a second region without Rekognition',
      { secondRegion: { region: 'eu-north-9' } },
      /second region "eu-north-9" does not offer Amazon Rekognition; use one of us-east-1/,
    ],
    [
      'a further region that is asked already',
      { secondRegion: { region: 'eu-central-1' }, statelessRegions: ['eu-west-2', 'eu-central-1'] },
      /statelessRegions.1: "eu-central-1" is asked already/,
    ],
    [
      'FIPS endpoints where Rekognition has none in a further region',
      { fips: true, region: 'us-east-1', statelessRegions: ['eu-central-1'] },
      /statelessRegions: Rekognition has no FIPS endpoint in "eu-central-1"/,
    ],
    [
      'images that a held session loses before it must be decided',
      { evidence: { retentionDays: 40, noncurrentVersionDays: 9 } },
      /evidence\.retentionDays: images are hidden after 31 days.*needs its own for 32; keep them for 41 or more/,
    ],
    [
      'an erasure that ends before what it races with',
      { erasure: { longestBackupDays: 35, settleSeconds: 60 } },
      /erasure\.settleSeconds: a function may run for 900 s.*use 900/,
    ],
    [
      'a retention of no days',
      { evidence: { retentionDays: 0, noncurrentVersionDays: 1 } },
      /evidence.retentionDays: 0 must be at least 1, such as 7/,
    ],
    [
      'import buckets of another shape',
      { importBuckets: { demo: 'archive' } },
      /importBuckets: \{"demo":"archive"\} must be of type array, such as \[\{"tenant":"demo"/,
    ],
    [
      'an import bucket that is a name',
      { importBuckets: ['archive'] },
      /importBuckets.0: "archive" must be of type object, such as \{"tenant":"demo"/,
    ],
    [
      'a word of another list',
      { multiFactor: 'yes' },
      /multiFactor: "yes" must be one of required, optional/,
    ],
    [
      'a misspelled member',
      { evidence: { retentonDays: 90, noncurrentVersionDays: 30 } },
      /evidence: "retentonDays" is not a setting here; the settings are retentionDays, noncurrentVersionDays/,
    ],
    [
      'a setting that does not exist',
      { color: 'blue' },
      /"color" is not a setting here; the settings are stage, region/,
    ],
    [
      "a Rekognition other than AWS's for real data",
      { protectData: true, rekognitionEndpoint: 'http://127.0.0.1:4599' },
      /has protectData, so it must use Amazon Rekognition, not "http:\/\/127.0.0.1:4599"/,
    ],
    ['a Rekognition that is no URL', { rekognitionEndpoint: 'localhost' }, /rekognitionEndpoint/],
  ])('refuses %s and says what to do', (_, change, message) => {
    expect(() => parseDeploymentConfig(aConfig(change))).toThrow(message);
  });

  it.each([0.95, 1, 0.8])('refuses the threshold %d, which is a fraction and not a percent', (threshold) => {
    const match_thresholds = { '7.0': { regular: threshold, sensitive: 99 } };
    expect(() => parseDeploymentConfig(aConfig({ policy: { ...policy, match_thresholds } }))).toThrow(
      /looks like a fraction/,
    );
    const liveness = { ...policy.liveness, min_confidence: threshold };
    expect(() => parseDeploymentConfig(aConfig({ policy: { ...policy, liveness } }))).toThrow(
      /looks like a fraction/,
    );
  });

  it('has the default quotas of its region, and of the second, but for what it says', () => {
    const quotasOf = (change: Record<string, unknown>) => {
      const { quotas: _quotas, ...dev } = configOfStage('dev');
      const { quotas, secondRegion } = parseDeploymentConfig({ ...dev, ...change });
      return { quotas, second: secondRegion?.quotas };
    };
    expect(quotasOf({ region: 'us-east-1' }).quotas).toMatchObject({ IndexFaces: 50, DeleteFaces: 5 });
    expect(quotasOf({ region: 'ap-south-1' }).quotas).toMatchObject({ IndexFaces: 5, DeleteFaces: 5 });
    expect(quotasOf({ quotas: { IndexFaces: 120 } }).quotas).toMatchObject({
      IndexFaces: 120,
      DeleteFaces: 5,
    });
    const secondRegion = { region: 'eu-central-1', quotas: { DeleteFaces: 20 } };
    expect(quotasOf({ secondRegion }).second).toMatchObject({ IndexFaces: 5, DeleteFaces: 20 });
    expect(() => quotasOf({ quotas: { IndexFace: 1 } })).toThrow(/IndexFace/);
  });

  it('refuses settings of a generation for a tenant that does not exist', () => {
    const generations = {
      default: configOfStage('dev').generations.default,
      tenants: { nobody: configOfStage('dev').generations.default },
    };
    expect(() => parseDeploymentConfig(aConfig({ generations }))).toThrow(/"nobody", which is not a tenant/);
  });

  it('refuses fewer shards than the expected faces fill', () => {
    const tenants = (faces: number) => [{ id: 'demo', expected: { faces, users: 1_000_000 } }];
    expect(parseDeploymentConfig(aConfig({ tenants: tenants(80_000_000) })).tenants).toHaveLength(1);
    expect(() => parseDeploymentConfig(aConfig({ tenants: tenants(80_000_001) }))).toThrow(
      /80000001 faces need 5 shards, but generation "g1" of tenant "demo" has 4; configure 5 or more/,
    );
  });

  it('looks for near copies except where photos stand in for cameras', () => {
    const replayOf = (stage: string) => configOfStage(stage).policy.replay;
    expect(replayOf('dev')).toEqual({ equal: 'decline', near: 'review' });
    expect(replayOf('local')).toEqual({ equal: 'decline', near: 'off' });
  });

  it('refuses a stage that is not there', () => {
    expect(() => configOfStage('staging')).toThrow(/no stage "staging".*local, dev, prod/);
  });
});

it.each(['identity-team', '2026-01-15', 'cc-4711', '4711-0815', '123456789012', 'v1.2.3', 'git:main@1a2b3c'])(
  'a tag may say %s',
  (owner) => {
    expect(tagValue.safeParse(owner).success).toBe(true);
  },
);

it.each([
  'ann@example.com',
  'mailto:ann.b@mail.example.co',
  '+49-151-2345678',
  '030/12345678',
  '555-123-4567',
])('a tag may not name a person: %s', (owner) => {
  expect(() => parseDeploymentConfig(aConfig({ tags: { owner } }))).toThrow(
    `tag value "${owner}" looks like an email address or a phone number`,
  );
});
