import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { ID_PREFIXES } from '../../kernel/identifier.ts';
import { SESSIONS_TABLE } from '../../kernel/tables.ts';
import { auditEntryKey, epochSeconds, reviewCaseStateKey } from '../../platform/dynamo-keys.ts';
import { type SessionStatus, sessionStatus } from '../../sessions/domain/session-status.ts';
import type { RetentionSettings } from '../contract.ts';
import type { RetentionProbes } from '../ports/retention-probes.ts';

interface ProbedStores {
  readonly sessions: string;
  readonly control: string;
  readonly audit: string;
  readonly evidence: string;
}

const DAY_MS = 86_400_000;
/**
 * "DynamoDB automatically deletes expired items within a few days of their expiration time" (Developer Guide,
 * "Using time to live (TTL)"); a week is more than a few days.
 */
const TTL_GRACE_MS = 7 * DAY_MS;
/**
 * S3 rounds the time up to midnight UTC and runs the rules once a day, and "there may be a delay" before an
 * object is removed (User Guide, "Expiring objects").
 */
const LIFECYCLE_GRACE_MS = 3 * DAY_MS;
/** The oldest data of a class: if any is late, it is among these. */
const PAGE = 100;

/** Looks at the oldest rows of each table by what sorts them by time, and at the oldest images. */
export function createRetentionProbes(
  dynamo: DynamoDBDocumentClient,
  s3: S3Client,
  { sessions, control, audit, evidence }: ProbedStores,
  { shownImageDays }: Pick<RetentionSettings, 'shownImageDays'>,
): RetentionProbes {
  /** Counts rows whose time to live is over among the first of a partition. */
  const countLate = (Items: QueryCommandInput['ExclusiveStartKey'][] = [], now: Date) =>
    Items.filter((item) => {
      const expires = item?.expires_at_epoch_seconds;
      return typeof expires === 'number' && expires < epochSeconds(new Date(now.getTime() - TTL_GRACE_MS));
    }).length;
  const oldest = (partition: string, value: string) => ({
    KeyConditionExpression: `${partition} = :partition`,
    ExpressionAttributeValues: { ':partition': value },
    ProjectionExpression: 'expires_at_epoch_seconds',
    Limit: PAGE,
  });
  const sessionsOf = async (tenant: string, status: SessionStatus, now: Date) => {
    const { Items } = await dynamo.send(
      new QueryCommand({
        TableName: sessions,
        IndexName: 'by-status',
        ...oldest(SESSIONS_TABLE.indexes['by-status'].partitionKey, `${tenant}#${status}`),
      }),
    );
    return countLate(Items, now);
  };
  return {
    async countPast(tenant, dataClass, now) {
      switch (dataClass) {
        case 'session_records': {
          const late = await Promise.all(
            sessionStatus.options.map((status) => sessionsOf(tenant, status, now)),
          );
          return late.reduce((sum, count) => sum + count, 0);
        }
        case 'review_cases': {
          const { by_case_state_pk: partition } = reviewCaseStateKey(tenant, 'decided', '');
          const { Items } = await dynamo.send(
            new QueryCommand({
              TableName: control,
              IndexName: 'by-case-state',
              ...oldest('by_case_state_pk', partition),
            }),
          );
          return countLate(Items, now);
        }
        case 'audit_entries': {
          const { Items } = await dynamo.send(
            new QueryCommand({ TableName: audit, ...oldest('pk', auditEntryKey(tenant, '').pk) }),
          );
          return countLate(Items, now);
        }
        case 'session_images': {
          // ids of sessions grow with time, so the first keys are the oldest
          const { Contents = [] } = await s3.send(
            new ListObjectsV2Command({
              Bucket: evidence,
              Prefix: `${tenant}/${ID_PREFIXES.verificationSession}_`,
              MaxKeys: PAGE,
            }),
          );
          const latest = now.getTime() - shownImageDays * DAY_MS - LIFECYCLE_GRACE_MS;
          return Contents.filter(({ LastModified }) => LastModified && LastModified.getTime() < latest)
            .length;
        }
      }
    },
  };
}
