import type { MigrationInput } from '../contract/migrations.ts';

export interface MigrationWorkflow {
  /** Lets the work of a migration go on; does nothing while the same attempt is under way. */
  start(input: MigrationInput): Promise<void>;
}
