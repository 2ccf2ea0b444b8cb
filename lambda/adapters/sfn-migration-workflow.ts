import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { MigrationWorkflow } from '../ports/migration-workflow.ts';

/** The state machine of migrations; an execution an attempt, named so that the same attempt runs once. */
export function createSfnMigrationWorkflow(client: SFNClient, stateMachineArn: string): MigrationWorkflow {
  return {
    async start(input) {
      const name = `${input.migration_id}-${input.attempt}`;
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      } catch (error) {
        // this very attempt was begun by an earlier try of the same request
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
