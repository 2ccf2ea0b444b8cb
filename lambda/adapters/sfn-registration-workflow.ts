import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { RegistrationWorkflow } from '../ports/registration-workflow.ts';

/** The registration state machine; the session's id is the execution's name, so a session runs once. */
export function createSfnRegistrationWorkflow(
  client: SFNClient,
  stateMachineArn: string,
): RegistrationWorkflow {
  return {
    async start(input) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn,
            name: input.session_id,
            input: JSON.stringify(input),
          }),
        );
      } catch (error) {
        // it ran and has ended already
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
