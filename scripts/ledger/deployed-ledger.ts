import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoLedgerSources } from '../../lambda/ledger/adapters/dynamo-ledger-sources.ts';
import { createDynamoLedgerStore } from '../../lambda/ledger/adapters/dynamo-ledger-store.ts';
import { createS3LedgerSeals } from '../../lambda/ledger/adapters/s3-ledger-seals.ts';
import { createKmsSubjectHash } from '../../lambda/platform/kms-subject-hash.ts';
import { createDynamoPolicyStore } from '../../lambda/policies/adapters/dynamo-policy-store.ts';
import { createDynamoSessionStore } from '../../lambda/sessions/adapters/dynamo-session-store.ts';
import { clientSettings } from '../smoke/client-settings.ts';
import { readStackOutputs } from '../smoke/stack-outputs.ts';

/** Address of a deployment. */
export interface LedgerAddress {
  readonly stage: string;
  readonly region: string;
  /** Endpoint of the local AWS; undefined on AWS. */
  readonly endpoint: string | undefined;
}

export type DeployedLedger = Awaited<ReturnType<typeof openDeployedLedger>>;

/** Opens the ledger of a deployment with the caller's own credentials. */
export async function openDeployedLedger({ stage, region, endpoint }: LedgerAddress) {
  const output = await readStackOutputs(stage, region, endpoint);
  const settings = clientSettings(region, endpoint);
  const dynamo = new DynamoDBClient(settings);
  const documents = DynamoDBDocumentClient.from(dynamo);
  const s3 = new S3Client({ ...settings, forcePathStyle: endpoint !== undefined });
  const kms = new KMSClient(settings);
  const [sessions, control] = [output('SessionsTableName'), output('ControlTableName')];
  return {
    ledger: createDynamoLedgerStore(documents, output('LedgerTableName')),
    seals: createS3LedgerSeals(s3, output('LedgerSealsBucketName')),
    sources: createDynamoLedgerSources(documents, { sessions, control, audit: output('AuditTableName') }),
    subjectHash: createKmsSubjectHash(kms, output('SubjectKeyArn')),
    sessions: createDynamoSessionStore(documents, sessions),
    policies: createDynamoPolicyStore(documents, control),
    close() {
      for (const client of [dynamo, s3, kms]) client.destroy();
    },
  };
}
