import { kmsClient } from '../../platform/clients/kms.ts';
import { createKmsSubjectHash } from '../../platform/kms-subject-hash.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { streamHandler } from '../../platform/stream-handler.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { type ChainRowsDependencies, chainRows } from '../chain-rows.ts';
import { LEDGER_FUNCTIONS } from '../functions.ts';
import { openLedger } from '../wiring.ts';

const env = readEnv(LEDGER_FUNCTIONS, 'chain-ledger');
const dependencies: ChainRowsDependencies = {
  ...openLedger(env),
  subjectHash: createKmsSubjectHash(kmsClient, env.SUBJECT_KEY),
  inTenant: asTenant,
  emit: emitMetric,
  report: (failure, error) => log.error(failure, {}, error),
};

export const handler = streamHandler((rows) => chainRows(rows, dependencies));
