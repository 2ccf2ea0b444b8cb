import type { ModelMigrationPlan } from '../domain/model-watch.ts';

/** Events for operators, on the account's event bus. */
export interface OperationsEvents {
  /**
   * Reports that a generation has an older face model than new collections get.
   * @throws if the bus did not accept it
   */
  faceModelBehind(plan: ModelMigrationPlan): Promise<void>;
}
