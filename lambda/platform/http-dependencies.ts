import type { HttpDependencies } from './http-handler.ts';
import { log } from './logger.ts';
import { emitMetric } from './metrics.ts';

/** Creates the dependencies of every route's handler. @param origins separated by commas */
export const httpDependencies = (origins: string): HttpDependencies => ({
  allowedOrigins: origins.split(',').filter((origin) => origin !== ''),
  emit: emitMetric,
  log,
});
