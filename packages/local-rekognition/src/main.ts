import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CURRENT_FACE_MODEL_VERSION } from './faces/analysis.ts';
import { createRekognitionServer } from './http-server.ts';
import { localCertificate } from './liveness/local-certificate.ts';
import { openRekognition } from './rekognition.ts';
import { openS3Objects } from './s3-objects.ts';

const USAGE = `npm run rekognition -- [options]

  --port N                  port on 127.0.0.1; 0 takes a free one     (default 4599)
  --tls-port N              port of the liveness stream, over TLS      (default 4600)
  --data DIR                folder for collections and models         (default .local/rekognition)
  --region NAME             region of quotas and ARNs                 (default AWS_REGION or us-east-1)
  --workers N               threads that analyze images               (default 1)
  --quotas aws|off          throttle as AWS does by default, or not   (default aws)
  --face-model-version V    7.0 or 6.0, for collections to be created (default ${CURRENT_FACE_MODEL_VERSION})`;

const PARENT_CHECK_MS = 1000;

/** The account of local resources, as in other local AWS services. */
const ACCOUNT_ID = '000000000000';

const port = z.coerce.number().int().min(0).max(65_535);
const optionsSchema = z.object({
  port,
  'tls-port': port,
  data: z.string().min(1),
  region: z.string().min(1),
  workers: z.coerce.number().int().min(1).max(64),
  quotas: z.enum(['aws', 'off']),
  'face-model-version': z.enum(['7.0', '6.0']),
});

// the SDK warns on Node 20 that its releases of 2027 need Node 22; its version is pinned here
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4599' },
      'tls-port': { type: 'string', default: '4600' },
      data: { type: 'string', default: '.local/rekognition' },
      region: { type: 'string', default: process.env.AWS_REGION ?? 'us-east-1' },
      workers: { type: 'string', default: '1' },
      quotas: { type: 'string', default: 'aws' },
      'face-model-version': { type: 'string', default: CURRENT_FACE_MODEL_VERSION },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void say(USAGE);
  const options = optionsSchema.parse(values);

  const rekognition = await openRekognition({
    dataDir: options.data,
    objects: openS3Objects(options.region),
    region: options.region,
    accountId: ACCOUNT_ID,
    workers: options.workers,
    quotas: options.quotas,
    faceModelVersion: options['face-model-version'],
  });
  const certificateDir = join(options.data, 'certificate');
  const certificate = await localCertificate(certificateDir, Date.now());
  const plain = createRekognitionServer(rekognition);
  const secure = createRekognitionServer(rekognition, certificate);
  const endpoint = `http://127.0.0.1:${await listen(plain, options.port)}`;
  const streamEndpoint = `wss://localhost:${await listen(secure, options['tls-port'])}`;
  say(`rekognition:     ${endpoint} in ${options.region}, data in ${options.data}`);
  say(`liveness stream: ${streamEndpoint}, trust ${join(certificateDir, 'ca.pem')}`);
  say(`try:             aws rekognition list-collections --endpoint-url ${endpoint}`);
  say(
    'liveness checks do not detect spoofs: they verify the protocol only; for development, not for production',
  );

  const stop = async () => {
    for (const server of [plain, secure]) {
      server.close();
      server.closeAllConnections();
    }
    await rekognition.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  endWithNpm(stop);
}

/** npm passes a SIGTERM to its shell, which ends without passing it on: this process gets another parent. */
function endWithNpm(stop: () => Promise<void>): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    void stop();
  }, PARENT_CHECK_MS).unref();
}

/** Listens on this machine alone. Resolves with the port, rejects when it is taken. */
async function listen(server: Server, wanted: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

main().catch((error: unknown) => {
  const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
  process.stderr.write(`${reason}\n\n${USAGE}\n`);
  process.exit(1);
});
