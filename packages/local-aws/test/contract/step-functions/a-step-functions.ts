import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../../src/aws-error.ts';
import { systemClock } from '../../../src/clock.ts';
import { createStepFunctions } from '../../../src/step-functions/step-functions.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

/** A Step Functions to run the contract against, with machines as the tests ask for them. */
export interface StepFunctionsUnderTest {
  readonly client: SFNClient;
  /** Makes a state machine in JSONata, the first of the states being its start, and gives its ARN. */
  aStateMachine(states: Readonly<Record<string, object>>, more?: object): Promise<string>;
  start(stateMachineArn: string, input?: unknown, name?: string): Promise<string>;
  ended(executionArn: string): Promise<DescribeExecutionOutput>;
  close(): Promise<void>;
}

/** How long an execution of a test may take until it has ended. */
const DEADLINE_MS = 20_000;

/**
 * The emulator, or AWS itself with `REMOTE=1`, credentials and, in `REMOTE_ROLE_ARN`, a role that Step
 * Functions may assume (it needs no permissions: no state of the contract calls another service).
 */
export async function aStepFunctions(): Promise<StepFunctionsUnderTest> {
  const { client, create, close } = await (process.env.REMOTE === '1' ? onAws() : onThisMachine());

  const ended = async (executionArn: string): Promise<DescribeExecutionOutput> => {
    for (const deadline = Date.now() + DEADLINE_MS; ; ) {
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') return execution;
      if (Date.now() > deadline) throw new Error(`${executionArn} still runs after ${DEADLINE_MS} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  return {
    client,
    aStateMachine: (states, more = {}) => {
      const definition = {
        QueryLanguage: 'JSONata',
        StartAt: Object.keys(states)[0],
        States: states,
        ...more,
      };
      return create(`face-idv-contract-${randomUUID()}`, JSON.stringify(definition));
    },
    start: async (stateMachineArn, input = {}, name) => {
      const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name });
      return (await client.send(command)).executionArn ?? '';
    },
    ended,
    close,
  };
}

function onAws() {
  const client = new SFNClient({});
  const machines: string[] = [];
  return {
    client,
    create: async (name: string, definition: string) => {
      const command = new CreateStateMachineCommand({
        name,
        roleArn: process.env.REMOTE_ROLE_ARN ?? '',
        definition,
      });
      const { stateMachineArn = '' } = await client.send(command);
      machines.push(stateMachineArn);
      return stateMachineArn;
    },
    close: async () => {
      await Promise.all(
        machines.map((stateMachineArn) => client.send(new DeleteStateMachineCommand({ stateMachineArn }))),
      );
      client.destroy();
    },
  };
}

/** Machines come from templates here, as the product's do. */
async function onThisMachine() {
  const dataDir = await mkdtemp(join(tmpdir(), 'states-contract-'));
  const service = await createStepFunctions({
    dataDir,
    clock: systemClock,
    region: REGION,
    invokeFunction: () => Promise.reject(new Error('no state of the contract calls a function')),
  });
  const served = await serveEmulator(service);
  const client = new SFNClient({ ...served.clientConfig, maxAttempts: 1 });
  return {
    client,
    create: async (name: string, definition: string) => {
      const arn = `arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:${name}`;
      const properties = { StateMachineName: name, DefinitionString: definition };
      const type = 'AWS::StepFunctions::StateMachine';
      const place = { stack: 'Test', logicalId: name, deletionPolicy: undefined };
      try {
        await service.provision([{ ...place, type, properties, ref: arn, arn }]);
      } catch (error) {
        // as the SDK's client names what the service refuses
        throw error instanceof AwsError ? Object.assign(error, { name: error.code }) : error;
      }
      return arn;
    },
    close: async () => {
      client.destroy();
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
