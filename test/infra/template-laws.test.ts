import { describe, expect, it } from 'vitest';
import { withTemplates } from '../support/stage-templates.ts';
import { aStage, synthesize, withSecondRegion } from '../support/synthesize.ts';
import { lawsOfAlarms } from './template-laws/alarms.ts';
import { lawsOfApi } from './template-laws/api.ts';
import { lawsOfFunctions } from './template-laws/functions.ts';
import { lawsOfStores } from './template-laws/stores.ts';

describe.each([
  ['local', aStage('local')],
  ['dev', aStage('dev')],
  ['prod', aStage('prod')],
  ['prod, with a second region', withSecondRegion('prod')],
  ['prod, with sign-ins by face', aStage('prod', { faceLogin: 'second_factor' })],
] as const)('templates of stage %s', (_, config) => {
  const templates = withTemplates(config);
  lawsOfStores(templates);
  lawsOfFunctions(templates);
  lawsOfApi(templates);
  lawsOfAlarms(templates);
});

it('what people would lose is retained in prod, in a stack that cannot be deleted by mistake', () => {
  const app = synthesize('prod');
  for (const type of [
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::Cognito::UserPool',
  ]) {
    expect(app.of(type).length).toBeGreaterThan(0);
    for (const { logicalId, deletionPolicy } of app.of(type))
      expect(deletionPolicy, logicalId).toBe('RetainExceptOnCreate');
  }
  expect(app.stacks[0]?.terminationProtection).toBe(true);
});

it('what holds data keeps its logical id: a changed one would replace the resource', () => {
  const ids = synthesize('prod').resources.filter(({ type }) =>
    [
      'AWS::DynamoDB::GlobalTable',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::Cognito::UserPool',
      'AWS::Rekognition::Collection',
    ].includes(type),
  );
  expect(ids.map(({ type, logicalId }) => `${type} ${logicalId}`).sort()).toMatchInlineSnapshot(`
    [
      "AWS::Cognito::UserPool IdentityUserPool96FE3B9B",
      "AWS::DynamoDB::GlobalTable TablesAuditCEFF9E0F",
      "AWS::DynamoDB::GlobalTable TablesControlDF2E6BDD",
      "AWS::DynamoDB::GlobalTable TablesFaceMapping9892E568",
      "AWS::DynamoDB::GlobalTable TablesLedgerF9806C8B",
      "AWS::DynamoDB::GlobalTable TablesSessions486350CB",
      "AWS::KMS::Key Key961B73FD",
      "AWS::KMS::Key SigningAB0494A69",
      "AWS::KMS::Key SigningB1636E335",
      "AWS::KMS::Key SubjectsKeyCDC84BE4",
      "AWS::Rekognition::Collection CollectionsdemoShard091F5E958",
      "AWS::Rekognition::Collection CollectionsdemoShard1DCCDA175",
      "AWS::Rekognition::Collection CollectionsdemoShard23F9D92A1",
      "AWS::Rekognition::Collection CollectionsdemoShard3E851ADC9",
      "AWS::S3::Bucket EnrolledBucket7F2D8769",
      "AWS::S3::Bucket EvidenceAccessLogs6F1E67A5",
      "AWS::S3::Bucket EvidenceBucketC67FF768",
      "AWS::S3::Bucket LedgerSealsBucket740C2CA3",
    ]
  `);
});
