import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import type { TemplateResource } from '../../src/emulator.ts';
import type { Definition } from '../../src/step-functions/definition.ts';
import {
  createStepFunctions,
  type StepFunctions,
  type StepFunctionsOptions,
} from '../../src/step-functions/step-functions.ts';
import { aStateMachine, MACHINE_ARN, REGION } from './a-machine.ts';

/** A function of the test, by its name. */
export type Functions = Readonly<Record<string, (payload: never) => unknown>>;

export interface World {
  readonly clock?: Clock;
  readonly functions?: Functions;
  readonly publishEvent?: StepFunctionsOptions['publishEvent'];
  readonly objects?: StepFunctionsOptions['objects'];
  readonly log?: StepFunctionsOptions['log'];
  readonly dataDir?: string;
  /** Whether executions of a former process are resumed; they are by default. */
  readonly isStarted?: boolean;
  /** DefinitionSubstitutions of the machine. */
  readonly substitutions?: Readonly<Record<string, string>>;
  /** Further resources of the template. */
  readonly provisioned?: readonly TemplateResource[];
}

/** What a function of the test throws: an error that the function itself reports. */
export class Failure extends Error {
  readonly errorType: string;
  readonly errorMessage: string;

  constructor(errorType: string, errorMessage = 'as told') {
    super(errorMessage);
    this.errorType = errorType;
    this.errorMessage = errorMessage;
  }
}

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'step-functions-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** One state machine in a local Step Functions, and what a test does with it. */
export async function aWorkflow(definition: Definition, world: World = {}) {
  const dataDir = world.dataDir ?? (await aFolder());
  const clock = world.clock ?? new ManualClock();
  const service = await createStepFunctions({
    dataDir,
    clock,
    region: REGION,
    invokeFunction: async (arn, payload) =>
      world.functions?.[arn.split(':').at(-1) ?? '']?.(payload as never),
    ...(world.publishEvent ? { publishEvent: world.publishEvent } : {}),
    ...(world.objects ? { objects: world.objects } : {}),
    ...(world.log ? { log: world.log } : {}),
  });
  onTestFinished(() => service.close());
  await service.provision([
    aStateMachine(definition, 'workflow', world.substitutions),
    ...(world.provisioned ?? []),
  ]);
  if (world.isStarted !== false) await service.start();
  return new Workflow(service, dataDir);
}

/** What DescribeExecution and GetExecutionHistory answer, as far as tests look at it. */
export interface Described {
  readonly executionArn: string;
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

type Event = Readonly<Record<string, unknown>> & {
  readonly id: number;
  readonly type: string;
  readonly previousEventId: number;
};

export class Workflow {
  readonly service: StepFunctions;
  readonly dataDir: string;

  constructor(service: StepFunctions, dataDir: string) {
    this.service = service;
    this.dataDir = dataDir;
  }

  async call<T>(operation: string, input: object): Promise<T> {
    const response = await this.service.handle({
      method: 'POST',
      url: new URL('http://localhost/'),
      headers: {},
      body: Buffer.from(JSON.stringify(input)),
      operation,
      principal: { kind: 'owner', accessKeyId: undefined, roleArn: undefined, tags: {} },
      requestId: 'request',
    });
    return JSON.parse(String(response.body)) as T;
  }

  /** Starts an execution; gives its ARN. */
  async start(input: unknown = {}, name?: string): Promise<string> {
    const request = { stateMachineArn: MACHINE_ARN, input: JSON.stringify(input), name };
    return (await this.call<Described>('StartExecution', request)).executionArn;
  }

  describe(executionArn: string): Promise<Described> {
    return this.call('DescribeExecution', { executionArn });
  }

  /** The execution once it has ended. */
  async ended(executionArn: string): Promise<Described> {
    for (;;) {
      const described = await this.describe(executionArn);
      if (described.status !== 'RUNNING') return described;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Runs the machine to its end; gives its output, or the error and cause that it failed with. */
  async run(input: unknown = {}) {
    const { status, output, error, cause } = await this.ended(await this.start(input));
    return status === 'SUCCEEDED' ? JSON.parse(output ?? 'null') : { status, error, cause };
  }

  async history(executionArn: string): Promise<readonly Event[]> {
    const { events } = await this.call<{ events: Event[] }>('GetExecutionHistory', {
      executionArn,
      maxResults: 1000,
    });
    return events;
  }

  async eventTypes(executionArn: string): Promise<readonly string[]> {
    return (await this.history(executionArn)).map(({ type }) => type);
  }
}
