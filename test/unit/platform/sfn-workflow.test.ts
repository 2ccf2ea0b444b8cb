import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSfnWorkflow } from '../../../lambda/platform/sfn-workflow.ts';
import { registrationExecution } from '../../../lambda/registration/contract.ts';
import { aRegistration } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const sfn = mockedClient(SFNClient);
beforeEach(() => {
  sfn.reset();
});
const region = 'eu-west-1';

describe('the workflow of a registration', () => {
  const workflow = createSfnWorkflow(new SFNClient({ region }), 'arn:machine', registrationExecution);

  it('is started under the name of the session', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    await workflow.start(aRegistration());
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'arn:machine',
      name: 'vs_1',
      input: JSON.stringify(aRegistration()),
    });
  });

  it('is left alone where it ran already', async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ $metadata: {}, message: '' }));
    await workflow.start(aRegistration());
    sfn.on(StartExecutionCommand).rejects(new Error('no'));
    await expect(workflow.start(aRegistration())).rejects.toThrow('no');
  });
});
