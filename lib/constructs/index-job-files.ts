import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  CsvHeaders,
  type IItemReader,
  OutputType,
  ResultWriterV2,
  S3CsvItemReader,
  S3JsonLItemReader,
  Transformation,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { MAP_RESULTS_PREFIX, manifestKey } from '../../lambda/bulk-indexing/contract.ts';

/** Of the evidence bucket, which holds faces too, the machine itself reads manifests alone. */
const MANIFESTS = manifestKey('*', '*', 'csv').replace(/csv$/, '*');
/** And writes what came of its batches. */
const MAP_RESULTS = `${MAP_RESULTS_PREFIX}*`;

const KEY = '{% $states.input.manifest_key %}';

/** Reads the rows of a manifest of CSV, whose first line names the columns. */
export const csvReader = (bucket: IBucket): IItemReader =>
  withStatements(
    new S3CsvItemReader({ bucket, key: KEY, csvHeaders: CsvHeaders.useFirstRow() }),
    readManifests(bucket),
  );

/** Reads the rows of a manifest of JSON lines. */
export const jsonReader = (bucket: IBucket): IItemReader =>
  withStatements(new S3JsonLItemReader({ bucket, key: KEY }), readManifests(bucket));

/**
 * Writes what came of each batch to S3, where a state's output may have 256 KiB: even empty answers pass that at some
 * 87,000 batches. Of batches that did their work nothing is kept; of those that failed, their input and their fault.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export const batchResults = (bucket: IBucket): ResultWriterV2 =>
  withStatements(
    new ResultWriterV2({
      bucket,
      prefix: `{% '${MAP_RESULTS_PREFIX}' & $states.input.tenant & '/' & $states.input.job_id %}`,
      writerConfig: { outputType: OutputType.JSONL, transformation: Transformation.COMPACT },
    }),
    new PolicyStatement({
      actions: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      resources: [bucket.arnForObjects(MAP_RESULTS)],
    }),
  );

/**
 * What reading manifests and writing results asks of the bucket's key.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html#multiupload-dmap-result-policy
 */
export const keyStatement = (key: IKey): PolicyStatement =>
  new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
    resources: [key.keyArn],
  });

/** The security rules' findings on the wildcards above, and why each is right. */
export function fileFindings(evidence: IBucket, scope: IConstruct): Record<string, string> {
  const bucket = Stack.of(scope).resolve(Stack.of(evidence).exportValue(evidence.bucketArn)) as {
    readonly 'Fn::ImportValue': string;
  };
  const finding = (keys: string) => `AwsSolutions-IAM5[Resource::${bucket['Fn::ImportValue']}/${keys}]`;
  return {
    [finding(MANIFESTS)]:
      'A manifest lies where tenant and job say, which are known when the job is started; nothing else lies there.',
    [finding(MAP_RESULTS)]:
      'Step Functions names the folder of each run, which is not known before; nothing else lies there.',
  };
}

const readManifests = (bucket: IBucket): PolicyStatement =>
  new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(MANIFESTS)] });

/** Readers and writers of the CDK ask for the whole bucket. */
const withStatements = <Part extends object>(part: Part, ...statements: PolicyStatement[]): Part =>
  Object.assign(Object.create(part) as Part, { providePolicyStatements: () => statements });
