import {
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mapBounded } from '../../kernel/map-bounded.ts';
import { ledgerSeal } from '../domain/ledger-entry.ts';
import type { LedgerSeals } from '../ports/ledger-seals.ts';

/** Digits of a sequence number in a key, so that keys sort like their numbers. */
const DIGITS = 12;
const READS_CONCURRENCY = 20;

/** Heads as objects of a bucket that locks them; each is put once, on the condition that there is none. */
export function createS3LedgerSeals(client: S3Client, Bucket: string): LedgerSeals {
  return {
    async put(seal) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket,
            Key: `${seal.tenant}/${String(seal.sequence).padStart(DIGITS, '0')}.json`,
            Body: JSON.stringify(seal),
            ContentType: 'application/json',
            IfNoneMatch: '*',
          }),
        );
        return true;
      } catch (error) {
        if (isPresent(error)) return false;
        throw error;
      }
    },

    async list(tenant) {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client },
        { Bucket, Prefix: `${tenant}/` },
      ))
        keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
      return mapBounded(keys, READS_CONCURRENCY, async (Key) => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        return ledgerSeal.parse(JSON.parse((await Body?.transformToString()) ?? ''));
      });
    },
  };
}

/** Whether the condition of a put failed: at once, or against another put that was under way. */
const isPresent = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict');
