import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AwsError } from '../../src/aws-error.ts';
import { anyRequest, isAnswered } from '../support/any-request.ts';
import { aMachine, aStateMachine, MACHINE_ARN } from './a-machine.ts';
import { aWorkflow } from './a-workflow.ts';

const OPERATIONS = [
  'ListStateMachines',
  'StartExecution',
  'DescribeExecution',
  'ListExecutions',
  'GetExecutionHistory',
  'StopExecution',
  'SendTaskSuccess',
  'SendTaskFailure',
  'SendTaskHeartbeat',
  'DescribeMapRun',
  'ListMapRuns',
];
const MEMBERS = ['stateMachineArn', 'executionArn', 'mapRunArn', 'name', 'input', 'output'];
const FURTHER = ['taskToken', 'maxResults', 'nextToken', 'reverseOrder', 'statusFilter', 'error', 'cause'];

it('answers any request, or refuses it as AWS would', async () => {
  const workflow = await aWorkflow(aMachine({ Done: { Type: 'Succeed' } }));
  const executionArn = await workflow.start();
  const values = [MACHINE_ARN, executionArn, '{}', 'name'];
  await fc.assert(
    fc.asyncProperty(
      anyRequest(OPERATIONS, [...MEMBERS, ...FURTHER], values),
      async ({ operation, input }) => {
        expect(await isAnswered(workflow.service, operation, input)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

it('refuses any definition that is none', async () => {
  const workflow = await aWorkflow(aMachine({ Done: { Type: 'Succeed' } }));
  const members = [
    'Type',
    'Next',
    'End',
    'Choices',
    'Branches',
    'ItemProcessor',
    'Retry',
    'Catch',
    'Resource',
    'Output',
  ];
  const values = ['Task', 'Pass', 'Choice', 'Map', 'Parallel', 'Wait', 'Fail', 'A', true];
  const state = fc.dictionary(
    fc.constantFrom(...members),
    fc.oneof(fc.constantFrom(...values), fc.jsonValue({ maxDepth: 3 })),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(state, fc.jsonValue()), async (A) => {
      const machine = aStateMachine(aMachine({ A } as never));
      const refused = await workflow.service.provision([machine]).catch((error: unknown) => error);
      if (refused !== undefined) expect(refused).toBeInstanceOf(AwsError);
    }),
    { numRuns: 2000 },
  );
});
