import * as z from 'zod/mini';
import { GET, PUT } from '../platform/access.ts';
import { ledger, serviceEnv, subjectHashing } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const LEDGER_FUNCTIONS = {
  // its streams are given to it where they are
  'chain-ledger': {
    environment: z.object({ ...serviceEnv, ...ledger, ...subjectHashing }),
    access: { ledger: [GET, PUT], ledgerSeals: ['s3:PutObject'], subjectHash: true },
  },
  'seal-ledger': {
    environment: z.object({ ...serviceEnv, ...ledger }),
    access: { ledger: [GET], ledgerSeals: ['s3:PutObject'] },
  },
} as const satisfies FunctionDefinitions;
