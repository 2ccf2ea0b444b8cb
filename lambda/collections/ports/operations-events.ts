import type { ModelMigrationPlan } from '../domain/model-watch.ts';

/** Events for those who run the product, on the account's event bus. */
export interface OperationsEvents {
  /** A generation has an older face model than new collections get. @throws where the bus did not take the event */
  faceModelBehind(plan: ModelMigrationPlan): Promise<void>;
}
