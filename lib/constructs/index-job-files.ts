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

/** The machine may read only manifests in the evidence bucket, which also holds faces. */
const MANIFESTS = manifestKey('*', '*', 'csv').replace(/csv$/, '*');
/** It may write the results of its batches. */
const MAP_RESULTS = `${MAP_RESULTS_PREFIX}*`;

const KEY = '{% $states.input.manifest_key %}';

/** Reads the rows of a CSV manifest, whose first line names the columns. */
export const csvReader = (bucket: IBucket): IItemReader =>
  withStatements(
    new S3CsvItemReader({ bucket, key: KEY, csvHeaders: CsvHeaders.useFirstRow() }),
    readManifests(bucket),
  );

/** Reads the rows of a JSON Lines manifest. */
export const jsonReader = (bucket: IBucket): IItemReader =>
  withStatements(new S3JsonLItemReader({ bucket, key: KEY }), readManifests(bucket));

/**
 * Writes the results of the batches to S3, since a state's output is limited to 256 KiB: even empty results
 * exceed that at about 87,000 batches. Only failed batches are kept, with input and error.
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
 * Permissions on the bucket's key for reading manifests and writing results.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html#multiupload-dmap-result-policy
 */
export const keyStatement = (key: IKey): PolicyStatement =>
  new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
    resources: [key.keyArn],
  });

/** Findings of the security rules on the wildcards above, and why each is acceptable. */
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

/** Replaces the permissions of the CDK's readers and writers, which cover the whole bucket. */
const withStatements = <Part extends object>(part: Part, ...statements: PolicyStatement[]): Part =>
  Object.assign(Object.create(part) as Part, { providePolicyStatements: () => statements });
