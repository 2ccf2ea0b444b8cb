import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Workflow } from '../kernel/ports/workflow.ts';

/**
 * A state machine whose executions are named after their input, so that each runs once.
 * @param nameOf name of the execution, at most 80 characters
 */
export function createSfnWorkflow<Input>(
  client: SFNClient,
  stateMachineArn: string,
  nameOf: (input: Input) => string,
): Workflow<Input> {
  return {
    async start(input) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn, name: nameOf(input), input: JSON.stringify(input) }),
        );
      } catch (error) {
        // it has already run
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
