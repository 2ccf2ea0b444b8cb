import { describe, expect, it } from 'vitest';
import { DATA_CLASSES } from '../../lambda/retention/contract.ts';
import { configOfStage } from '../../lib/config.ts';
import { shownDaysOf } from '../../lib/retention.ts';
import { STORED_ROWS, STORING_RESOURCES } from '../../lib/retention-stores.ts';
import { aStage, type Resource, synthesize, withSecondRegion } from '../support/synthesize.ts';

/** Types of resources in which data stay; a new one is added here when a template has it. */
const STORING =
  /^AWS::(DynamoDB::|S3::Bucket$|Rekognition::Collection$|Cognito::UserPool$|SQS::Queue$|Logs::LogGroup$|RDS::|Kinesis|EFS::|OpenSearch|Timestream|ElastiCache)/;

const ownersOf = ({ type, logicalId }: Resource) =>
  STORING_RESOURCES.filter((one) => one.type === type && logicalId.startsWith(one.id));

const AUDITED = { audit: { retentionDays: 400, lock: 'governance', macie: false } } as const;

const STAGES = [
  ['local', aStage('local')],
  ['prod, with a second region', withSecondRegion('prod')],
  ['prod, with a trail', aStage('prod', AUDITED)],
] as const;

describe.each(STAGES)('templates of stage %s', (_, config) => {
  it('have no store without an owner and a class of data', () => {
    const stores = synthesize(config).resources.filter(({ type }) => STORING.test(type));
    expect(stores.length).toBeGreaterThan(10);
    const unowned = stores.filter((store) => ownersOf(store).length !== 1);
    expect(unowned.map(({ type, logicalId }) => `${type} ${logicalId}`)).toEqual([]);
  });
});

it('every store that is listed is in a template', () => {
  const inTemplates = new Set(STAGES.flatMap(([, config]) => synthesize(config).resources.flatMap(ownersOf)));
  expect(STORING_RESOURCES.filter((one) => !inTemplates.has(one))).toEqual([]);
});

it('every class of data is in some store', () => {
  const classes = STORING_RESOURCES.flatMap((one) => one.classes);
  expect(DATA_CLASSES.filter((one) => !classes.includes(one))).toEqual([]);
});

it('every class of rows is one of a table, and every class of a table one of rows', () => {
  const ofTables = STORING_RESOURCES.filter(({ type }) => type.startsWith('AWS::DynamoDB')).flatMap(
    (one) => one.classes,
  );
  expect(new Set(STORED_ROWS.map((rows) => rows.class))).toEqual(new Set(ofTables));
});

it('an image that was never deleted leaves its bucket when the schedule says', () => {
  const config = configOfStage('dev');
  const bucket = synthesize(config)
    .of('AWS::S3::Bucket')
    .find(({ logicalId }) => logicalId.startsWith('EvidenceBucket'));
  const [images] = bucket?.properties.LifecycleConfiguration.Rules ?? [];
  expect(images.ExpirationInDays).toBe(shownDaysOf(config));
  expect(images.ExpirationInDays + images.NoncurrentVersionExpiration.NoncurrentDays).toBe(
    config.evidence.retentionDays,
  );
});
