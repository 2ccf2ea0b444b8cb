import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, CloudRequest, Emulator, TemplateResource } from '../emulator.ts';
import type { ServiceEvent } from '../events/service-event.ts';
import type { Log } from '../log.ts';
import { stepFunctionsApi } from './api.ts';
import { type ExecutionRecord, openExecutionIndex } from './execution-index.ts';
import { Executions } from './executions.ts';
import { MapRuns } from './map-runs.ts';
import type { ObjectStore } from './object-store.ts';
import { requestIn } from './request.ts';
import { StateMachines } from './state-machines.ts';
import { stateMachineArnIn, TaskTokens } from './task-tokens.ts';

const STATE_MACHINE_TYPE = 'AWS::StepFunctions::StateMachine';

export interface StepFunctionsOptions {
  /** Folder for state machines, executions and their histories. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  /**
   * Rejects with an error that has `errorType` and `errorMessage` when the function itself failed, with
   * AwsError when it couldn't be called.
   */
  readonly invokeFunction: (arn: string, payload: unknown) => Promise<unknown>;
  /** Called on every change of an execution's status, at least once. */
  readonly publishEvent?: (event: ServiceEvent) => Promise<void> | void;
  /** Called for executions that the emulator itself could not continue. */
  readonly log?: Log;
  /** S3, for the ItemReader and ResultWriter of a Distributed Map. */
  readonly objects?: ObjectStore;
}

export interface StepFunctions extends Emulator {
  /**
   * Resumes the executions that the last process left running. To be called once, when every service that
   * their tasks call is provisioned; until then new executions start, old ones stand still.
   */
  start(): Promise<void>;
  /**
   * Starts an execution for a rule or a schedule, like
   * StartExecution. `input` is JSON. Gives the execution's ARN.
   */
  startExecution(stateMachineArn: string, input: string, name?: string): Promise<string>;
}

/** AWS Step Functions: Standard workflows in JSONata, durable over kill -9. */
export async function createStepFunctions(options: StepFunctionsOptions): Promise<StepFunctions> {
  const { clock, region } = options;
  const directory = join(options.dataDir, 'step-functions');
  const machines = await StateMachines.open(directory, clock);
  const index = await openExecutionIndex(directory, clock.now() / 1000);
  const mapRuns = await MapRuns.open(directory);
  const tokens = new TaskTokens();
  const executions = new Executions({
    index,
    machines,
    services: {
      clock,
      region,
      invokeFunction: options.invokeFunction,
      objects: options.objects,
      tokens,
      mapRuns,
    },
    onStatus: async (record) => options.publishEvent?.(statusEvent(record)),
    onFault: (executionArn, fault) =>
      options.log?.({
        level: 'error',
        source: 'states',
        message: `${executionArn} stands still: ${fault.message}`,
      }),
  });
  await executions.expectTokens();
  const operations = stepFunctionsApi({ machines, executions, mapRuns, tokens, newId: randomUUID });

  return {
    service: 'states',
    operations: Object.keys(operations),
    resourceTypes: [STATE_MACHINE_TYPE],
    provision: async (resources) => {
      for (const resource of resources) {
        if (resource.type === STATE_MACHINE_TYPE) await machines.put(machineOf(resource));
      }
    },
    start: () => executions.resume(),
    startExecution: async (stateMachineArn, input, name = randomUUID()) =>
      (await executions.start({ stateMachineArn, input, name })).executionArn,
    handle: async (request) => {
      const operation = operations[request.operation ?? ''];
      if (!operation) {
        throw new AwsError(
          'UnknownOperationException',
          `Step Functions ${request.operation} is not emulated.`,
          501,
        );
      }
      const answer = await operation(requestIn(request));
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(answer),
      };
    },
    accessChecks: (request) => accessChecks(request),
    close: async () => {
      await executions.close();
      await Promise.all([index.close(), machines.close(), mapRuns.close()]);
    },
  };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
function accessChecks(request: CloudRequest): readonly AccessCheck[] {
  const input = requestIn(request);
  const machineOfToken = typeof input.taskToken === 'string' ? stateMachineArnIn(input.taskToken) : undefined;
  const resource = [input.executionArn, input.mapRunArn, input.stateMachineArn, machineOfToken].find(
    (arn) => typeof arn === 'string',
  );
  return [{ action: `states:${request.operation}`, resource: typeof resource === 'string' ? resource : '*' }];
}

function machineOf(resource: TemplateResource) {
  const { properties, ref } = resource;
  const { StateMachineName, StateMachineType = 'STANDARD', RoleArn, DefinitionSubstitutions } = properties;
  const stateMachineArn = resource.arn ?? ref;
  const name = typeof StateMachineName === 'string' ? StateMachineName : (ref.split(':').at(-1) ?? ref);
  if (StateMachineType !== 'STANDARD') {
    throw new AwsError(
      'InvalidDefinition',
      `state machine ${name}: only type STANDARD is emulated, not ${StateMachineType}`,
    );
  }
  return {
    stateMachineArn,
    name,
    roleArn: String(RoleArn ?? ''),
    definition: substitute(definitionText(name, properties), DefinitionSubstitutions ?? {}),
  };
}

function definitionText(name: string, properties: TemplateResource['properties']): string {
  if (typeof properties.DefinitionString === 'string') return properties.DefinitionString;
  if (typeof properties.Definition === 'object') return JSON.stringify(properties.Definition);
  throw new AwsError(
    'InvalidDefinition',
    `state machine ${name}: only Definition and DefinitionString are emulated, not DefinitionS3Location`,
  );
}

/** Puts in what `${name}` stands for. */
function substitute(definition: string, substitutions: object): string {
  return Object.entries(substitutions).reduce(
    // inside a JSON string already, so the value has to be escaped like one
    (filled, [name, value]) => filled.replaceAll(`\${${name}}`, JSON.stringify(String(value)).slice(1, -1)),
    definition,
  );
}

const milliseconds = (seconds: number | undefined) =>
  seconds === undefined ? null : Math.round(seconds * 1000);

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
function statusEvent(record: ExecutionRecord): ServiceEvent {
  const { executionArn, stateMachineArn, name, status, input, output, error, cause } = record;
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate: milliseconds(record.startDate),
      stopDate: milliseconds(record.stopDate),
      input,
      output: output ?? null,
      inputDetails: { included: true },
      outputDetails: output === undefined ? null : { included: true },
      error: error ?? null,
      cause: cause ?? null,
      redriveCount: 0,
    },
  };
}
