import { documentClient } from '../platform/clients/dynamo.ts';
import { sqsClient } from '../platform/clients/sqs.ts';
import { emitMetric } from '../platform/metrics.ts';
import { createSqsMessageQueue } from '../platform/sqs-message-queue.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoTombstones } from '../tombstones/adapters/dynamo-tombstones.ts';
import { openSubjectHash } from '../tombstones/wiring.ts';
import { createDynamoErasures } from './adapters/dynamo-erasures.ts';
import type { ErasureMessage } from './contract.ts';

export const openErasures = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoErasures(documentClient, CONTROL_TABLE);

export const openErasureQueue = ({ ERASURE_QUEUE_URL }: { readonly ERASURE_QUEUE_URL: string }) =>
  createSqsMessageQueue<ErasureMessage>(sqsClient, ERASURE_QUEUE_URL);

/** Opens tombstones to be written, whose subjects are hashed already. */
export const openWrittenTombstones = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) => {
  const unused = () => Promise.reject(new Error('the subject of an erasure is hashed when it is requested'));
  return createDynamoTombstones(documentClient, CONTROL_TABLE, unused);
};

interface RequestSettings {
  readonly CONTROL_TABLE: string;
  readonly ERASURE_QUEUE_URL: string;
  readonly TOMBSTONE_DAYS: number;
  readonly SUBJECT_KEY: string;
}

/** Creates the dependencies of functions that begin erasures. */
export function erasureRequests(env: RequestSettings) {
  const subjectHash = openSubjectHash(env);
  return {
    erasures: openErasures(env),
    tombstones: createDynamoTombstones(documentClient, env.CONTROL_TABLE, subjectHash),
    subjectHash,
    queue: openErasureQueue(env),
    tombstoneDays: env.TOMBSTONE_DAYS,
    clock: systemClock,
    emit: emitMetric,
  };
}
