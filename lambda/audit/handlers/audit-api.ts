import { apiHandler } from '../../platform/api-handler.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { AUDIT_FUNCTIONS } from '../functions.ts';
import { listAuditEntries } from '../list-audit-entries.ts';
import { openAuditEntries } from '../wiring.ts';

const env = readEnv(AUDIT_FUNCTIONS, 'audit-api');
const dependencies = { entries: openAuditEntries(env) };

export const handler = apiHandler(
  AUDIT_FUNCTIONS['audit-api'].routes,
  { 'list-audit-entries': ({ caller, query }) => listAuditEntries(caller, query, dependencies) },
  httpDependencies(env, openCallLimiter(env)),
);
