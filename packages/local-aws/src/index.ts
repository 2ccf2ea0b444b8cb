/*
 * What others may use of the local AWS. Its tests' helpers are below `testing/`, each by its own name.
 */
export type { CloudStatus } from './admin.ts';
export { type Clock, systemClock } from './clock.ts';
export { readCloudAssembly } from './cloud-assembly.ts';
export type { LogEvent } from './cloudwatch/log-store.ts';
export type { HttpRequest } from './dispatcher.ts';
export type { CloudResponse } from './emulator.ts';
export { type LanAccess, type LocalCloud, type LocalCloudOptions, startLocalCloud } from './local-cloud.ts';
export type { Log, LogLine } from './log.ts';
export { StartRefused } from './start-refused.ts';
export { type CloudTemplate, LOCAL_ACCOUNT_ID, readTemplates } from './template.ts';
