import { measureBulk } from './scale-bulk.ts';
import { measureFanout } from './scale-fanout.ts';
import { startScaleService } from './scale-service.ts';

/**
 * Search over many shards, and bulk indexing under a quota: the product's code against the local services.
 */
const progress = (line: string) => process.stdout.write(`${line}\n`);
const service = await startScaleService();
try {
  const fanout = await measureFanout(service, progress);
  const bulk = await measureBulk(service, progress);
  progress(JSON.stringify({ ...fanout, ...bulk }, null, process.argv.includes('--json') ? undefined : 2));
} finally {
  await service.stop();
}
