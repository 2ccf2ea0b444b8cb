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
import { systemClock } from '../../../src/clock.ts';
import { createStepFunctions } from '../../../src/step-functions/step-functions.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

/** A Step Functions to run the contract against; machines made for a test are deleted at the end. */
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
 * The emulator, or AWS itself with `REMOTE=1`, credentials and, in `REMOTE_ROLE_ARN`, a role that Step Functions may
 * assume (it needs no permissions: no state of the contract calls another service).
 */
export async function aStepFunctions(): Promise<StepFunctionsUnderTest> {
  const served = process.env.REMOTE === '1' ? undefined : await serveLocally();
  const client = new SFNClient(served ? { ...served.clientConfig, maxAttempts: 1 } : {});
  const roleArn = process.env.REMOTE_ROLE_ARN ?? `arn:aws:iam::${ACCOUNT_ID}:role/contract`;
  const machines: string[] = [];

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
    aStateMachine: async (states, more = {}) => {
      const definition = {
        QueryLanguage: 'JSONata',
        StartAt: Object.keys(states)[0],
        States: states,
        ...more,
      };
      const name = `face-idv-contract-${randomUUID()}`;
      const command = new CreateStateMachineCommand({
        name,
        roleArn,
        definition: JSON.stringify(definition),
      });
      const { stateMachineArn = '' } = await client.send(command);
      machines.push(stateMachineArn);
      return stateMachineArn;
    },
    start: async (stateMachineArn, input = {}, name) => {
      const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name });
      return (await client.send(command)).executionArn ?? '';
    },
    ended,
    close: async () => {
      await Promise.all(
        machines.map((stateMachineArn) => client.send(new DeleteStateMachineCommand({ stateMachineArn }))),
      );
      client.destroy();
      await served?.close();
    },
  };
}

async function serveLocally() {
  const dataDir = await mkdtemp(join(tmpdir(), 'states-contract-'));
  const refuse = () => Promise.reject(new Error('no state of the contract calls another service'));
  const served = await serveEmulator(
    await createStepFunctions({
      dataDir,
      clock: systemClock,
      region: REGION,
      accountId: ACCOUNT_ID,
      invokeFunction: refuse,
      callService: refuse,
    }),
  );
  return {
    ...served,
    close: async () => {
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
