import { documentClient } from '../platform/clients/dynamo.ts';
import { kmsClient } from '../platform/clients/kms.ts';
import { createKmsSubjectHash } from '../platform/kms-subject-hash.ts';
import { createDynamoTombstones } from './adapters/dynamo-tombstones.ts';

/** Hashes users by the deployment's key; one per function, so that a user is hashed once. */
export const openSubjectHash = ({ SUBJECT_KEY }: { readonly SUBJECT_KEY: string }) =>
  createKmsSubjectHash(kmsClient, SUBJECT_KEY);

export const openTombstones = (env: { readonly CONTROL_TABLE: string; readonly SUBJECT_KEY: string }) =>
  createDynamoTombstones(documentClient, env.CONTROL_TABLE, openSubjectHash(env));
