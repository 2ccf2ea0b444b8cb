import { expect, it } from 'vitest';
import {
  AUDIT_TABLE,
  CONTROL_TABLE,
  FACE_MAPPING_TABLE,
  SESSIONS_TABLE,
} from '../../../lambda/kernel/tables.ts';
import type { StageTemplates } from '../../support/stage-templates.ts';

/** Laws of what stores: buckets, tables, collections, queues and log groups. */
export function lawsOfStores({ config, app, every }: StageTemplates): void {
  it('every bucket is private, encrypted, and refuses anything but TLS 1.2', () => {
    every('AWS::S3::Bucket', ({ logicalId, properties }) => {
      expect(Object.values(properties.PublicAccessBlockConfiguration), logicalId).toEqual([
        true,
        true,
        true,
        true,
      ]);
      expect(properties.BucketEncryption.ServerSideEncryptionConfiguration, logicalId).toHaveLength(1);
      const policy = app
        .of('AWS::S3::BucketPolicy')
        .find((candidate) => candidate.properties.Bucket.Ref === logicalId);
      const denied = policy?.properties.PolicyDocument.Statement.filter(
        (s: { Effect: string }) => s.Effect === 'Deny',
      );
      const conditions = JSON.stringify(denied);
      expect(conditions, logicalId).toContain('aws:SecureTransport');
      expect(conditions, logicalId).toContain('s3:TlsVersion');
    });
  });

  it('evidence is versioned, expires, and is encrypted with the own key', () => {
    const evidence = app.of('AWS::S3::Bucket').find((bucket) => bucket.properties.VersioningConfiguration);
    expect(evidence?.properties.VersioningConfiguration.Status).toBe('Enabled');
    const [images] = evidence?.properties.LifecycleConfiguration.Rules ?? [];
    expect(images).toMatchObject({ Status: 'Enabled' });
    expect(images).not.toHaveProperty('Prefix');
    // an object is current, then a version behind a delete marker: both together are what was promised
    const { ExpirationInDays, NoncurrentVersionExpiration } = images;
    expect(ExpirationInDays + NoncurrentVersionExpiration.NoncurrentDays).toBe(config.evidence.retentionDays);
    expect(JSON.stringify(evidence?.properties.BucketEncryption)).toContain('aws:kms');
  });

  it("every queue, and every log group where data is protected, is encrypted with the customer's key", () => {
    every('AWS::SQS::Queue', ({ logicalId, properties }) => {
      expect(properties.KmsMasterKeyId, logicalId).toBeDefined();
      expect(properties.SqsManagedSseEnabled, logicalId).toBeUndefined();
    });
    every('AWS::Logs::LogGroup', ({ logicalId, properties }) => {
      // rejected packets of the network name addresses and nobody, and its stack comes before the key's
      if (config.protectData && !logicalId.includes('FlowLogs'))
        expect(properties.KmsKeyId, logicalId).toBeDefined();
    });
  });

  it('CloudWatch Logs may use the key for log groups of this account alone, where it has to', () => {
    const statements = app
      .of('AWS::KMS::Key')
      .flatMap(({ properties }) => properties.KeyPolicy.Statement)
      .filter(({ Principal }) => JSON.stringify(Principal).includes('logs.'));
    expect(statements).toHaveLength(config.protectData ? 1 : 0);
    for (const { Condition } of statements)
      expect(JSON.stringify(Condition)).toMatch(
        /kms:EncryptionContext:aws:logs:arn.*AWS::AccountId.*:log-group:\*/,
      );
  });

  it('every table has backups to any second, the own key and a partition key of the contract', () => {
    const shapes = [SESSIONS_TABLE, FACE_MAPPING_TABLE, CONTROL_TABLE, AUDIT_TABLE].map(
      (shape) => `${shape.partitionKey}/${shape.sortKey}`,
    );
    every('AWS::DynamoDB::GlobalTable', ({ logicalId, properties }) => {
      for (const replica of properties.Replicas)
        expect(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, logicalId).toBe(true);
      expect(properties.SSESpecification.SSEType, logicalId).toBe('KMS');
      expect(properties.BillingMode, logicalId).toBe('PAY_PER_REQUEST');
      const [partition, sort] = properties.KeySchema.map(
        (key: { AttributeName: string }) => key.AttributeName,
      );
      expect(shapes, logicalId).toContain(`${partition}/${sort}`);
    });
  });

  it('every collection is tagged, named, and kept where data is protected: named by prefix, tenant, generation, watchlist and shard', () => {
    every('AWS::Rekognition::Collection', ({ logicalId, properties, deletionPolicy }) => {
      expect(deletionPolicy, logicalId).toBe(config.protectData ? 'RetainExceptOnCreate' : 'Delete');
      expect(properties.CollectionId).toMatch(/^[a-zA-Z0-9_-]+\.[a-z0-9-]+\.[a-z0-9]+(_[a-z0-9-]+)?\.\d+$/);
      const tags = Object.fromEntries(
        properties.Tags.map((tag: { Key: string; Value: string }) => [tag.Key, tag.Value]),
      );
      expect(Object.keys(tags)).toEqual(
        expect.arrayContaining(['tenant', 'generation', 'shard', 'application']),
      );
      expect(Object.values(tags).join('')).not.toMatch(/\s/);
    });
  });

  it('every log group forgets', () => {
    every('AWS::Logs::LogGroup', ({ logicalId, properties }) => {
      expect(properties.RetentionInDays, logicalId).toBeGreaterThan(0);
    });
  });
}
