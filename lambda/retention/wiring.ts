import { readGenerations } from '../collections/adapters/generations-file.ts';
import { openGenerationShapes } from '../collections/wiring.ts';
import { openLastInteractions } from '../enrollment/wiring.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { s3Client } from '../platform/clients/s3.ts';
import { emitMetric } from '../platform/metrics.ts';
import { systemClock } from '../platform/system.ts';
import { openUserFaces } from '../users/wiring.ts';
import { createDynamoRetentionSweeps } from './adapters/dynamo-retention-sweeps.ts';
import { createRetentionProbes } from './adapters/retention-probes.ts';
import { parseRetentionSettings } from './contract.ts';

type RetentionEnvironment = Parameters<typeof openUserFaces>[0] & {
  readonly SESSIONS_TABLE: string;
  readonly AUDIT_TABLE: string;
  readonly EVIDENCE_BUCKET: string;
  readonly COLLECTION_PREFIX: string;
  readonly RETENTION: string;
};

/** Creates what keeps the rules of retention, for one tenant at a time. */
export function retention(env: RetentionEnvironment) {
  const settings = parseRetentionSettings(env.RETENTION);
  const templates = openUserFaces(env);
  return {
    sweeps: createDynamoRetentionSweeps(documentClient, env.CONTROL_TABLE),
    probes: createRetentionProbes(
      documentClient,
      s3Client,
      {
        sessions: env.SESSIONS_TABLE,
        control: env.CONTROL_TABLE,
        audit: env.AUDIT_TABLE,
        evidence: env.EVIDENCE_BUCKET,
      },
      settings,
    ),
    templates,
    mappings: templates.mappings,
    interactions: openLastInteractions(env),
    generations: readGenerations(env),
    shapes: openGenerationShapes(env),
    collectionPrefix: env.COLLECTION_PREFIX,
    settings,
    clock: systemClock,
    emit: emitMetric,
  };
}
