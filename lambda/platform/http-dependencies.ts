import type { HttpDependencies } from './http-handler.ts';
import { log } from './logger.ts';
import { emitMetric } from './metrics.ts';

/** What every route's handler needs. @param origins separated by commas */
export const httpDependencies = (origins: string): HttpDependencies => ({
  allowedOrigins: origins.split(',').filter((origin) => origin !== ''),
  emit: emitMetric,
  log,
});
