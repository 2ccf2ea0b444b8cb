import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { IndexWorkflow } from '../ports/index-workflow.ts';

/** The state machine of bulk indexing; the job's id is the execution's name, so a job runs once. */
export function createSfnIndexWorkflow(client: SFNClient, stateMachineArn: string): IndexWorkflow {
  return {
    async start(input) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn, name: input.job_id, input: JSON.stringify(input) }),
        );
      } catch (error) {
        // it ran and has ended already
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
