import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ReconciliationWorkflow } from '../ports/reconciliation-workflow.ts';

/** The state machine of reconciliation; its id is the execution's name, so it runs once. */
export function createSfnReconciliationWorkflow(
  client: SFNClient,
  stateMachineArn: string,
): ReconciliationWorkflow {
  return {
    async start(input) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn,
            name: input.reconciliation_id,
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
