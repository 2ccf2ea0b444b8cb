import { createHash, randomBytes } from 'node:crypto';
import { systemClock } from '../../src/clock.ts';
import { createS3 } from '../../src/s3/s3.ts';
import { aBucket, BUCKET, REGION } from './a-local-s3.ts';

/*
 * Writes objects as fast as it can until it is killed: new ones, and one that is replaced over and over. The
 * key and the digest of every object are printed once it was acknowledged. Arguments: data directory, first
 * number.
 */

const [, , dataDir = '', first = '0'] = process.argv;
const CONCURRENCY = 6;

const s3 = await createS3({ dataDir, clock: systemClock, region: REGION, secretOf: () => undefined });
await s3.provision([aBucket()]);
let next = Number(first);

async function write(): Promise<never> {
  for (;;) {
    const number = next++;
    const key = number % 3 === 0 ? 'replaced' : `object-${number}`;
    const content = randomBytes(1 + (number % 50) * 997);
    const digest = createHash('md5').update(content).digest('hex');
    await s3.putObject(BUCKET, key, content, { metadata: { digest } });
    process.stdout.write(`${key} ${digest}\n`);
  }
}

await Promise.all(Array.from({ length: CONCURRENCY }, write));
