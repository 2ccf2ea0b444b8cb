import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { TemplateResource } from '../../src/emulator.ts';
import { createLambda, type Lambda } from '../../src/lambda/lambda.ts';
import { readTemplates } from '../../src/template.ts';
import { aCloudAssembly, codeAsset } from '../fixtures/a-cloud-assembly.ts';
import { aLog, aTelemetry } from '../fixtures/recorders.ts';

export interface LambdaFixture {
  readonly lambda: Lambda;
  readonly telemetry: ReturnType<typeof aTelemetry>;
  readonly log: ReturnType<typeof aLog>;
  readonly dataDir: string;
  readonly resources: readonly TemplateResource[];
  arn(logicalId: string): string;
  /** Ends the service as a crash would not: only what is on disk counts. */
  close(): Promise<void>;
}

export interface FunctionFixture {
  /** Source of an ECMAScript module. */
  readonly source: string;
  readonly properties?: object;
}

export interface LambdaFixtureOptions {
  readonly clock?: Clock;
  readonly dataDir?: string;
}

/** A Lambda service with these functions, in a directory of its own unless one is given. */
export async function aLambda(
  functions: Readonly<Record<string, FunctionFixture>>,
  { clock = systemClock, dataDir }: LambdaFixtureOptions = {},
): Promise<LambdaFixture> {
  const resources: Record<string, object> = {};
  for (const [id, { source, properties }] of Object.entries(functions)) {
    resources[id] = {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: codeAsset(source), ...properties },
    };
  }
  const modules = Object.values(functions).map(({ source }) => source);
  const assembly = await aCloudAssembly({ Stack: { template: { Resources: resources }, modules } });
  const template = await readTemplates(assembly.directory, 'http://localhost:1');
  const directory = dataDir ?? (await mkdtemp(join(tmpdir(), 'lambda-')));
  const telemetry = aTelemetry();
  const log = aLog();
  const lambda = await createLambda({
    dataDir: directory,
    clock,
    region: template.region,
    endpoint: 'http://localhost:1',
    credentialsFor: (roleArn) => ({ accessKeyId: `key of ${roleArn}`, secretAccessKey: 'secret' }),
    assetPath: (s3Key) => template.assetPath(s3Key),
    telemetry,
    log: log.log,
  });
  await lambda.provision(template.resources);
  return {
    lambda,
    telemetry,
    log,
    dataDir: directory,
    resources: template.resources,
    arn: (logicalId) => template.resources.find((resource) => resource.logicalId === logicalId)?.arn ?? '',
    close: async () => {
      await lambda.close();
      await assembly.remove();
      if (dataDir === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
