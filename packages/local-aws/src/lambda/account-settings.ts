import type { CloudResponse } from '../emulator.ts';
import type { FunctionConfig } from './function-config.ts';

export const ACCOUNT_SETTINGS_PATH = '/2016-08-19/account-settings';

/** Default quotas of an account (Lambda Developer Guide, "Lambda quotas"); new accounts may have 10. */
const CONCURRENT_EXECUTIONS = 1000;
const TOTAL_CODE_BYTES = 75 * 1024 ** 3;
const UNZIPPED_CODE_BYTES = 250 * 1024 ** 2;
const ZIPPED_CODE_BYTES = 50 * 1024 ** 2;

/** Response of GetAccountSettings. Code size is not limited here, so it is not counted. */
export function accountSettings(functions: readonly FunctionConfig[]): CloudResponse {
  const reserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  const settings = {
    AccountLimit: {
      TotalCodeSize: TOTAL_CODE_BYTES,
      CodeSizeUnzipped: UNZIPPED_CODE_BYTES,
      CodeSizeZipped: ZIPPED_CODE_BYTES,
      ConcurrentExecutions: CONCURRENT_EXECUTIONS,
      UnreservedConcurrentExecutions: CONCURRENT_EXECUTIONS - reserved,
    },
    AccountUsage: { TotalCodeSize: 0, FunctionCount: functions.length },
  };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(settings) };
}
