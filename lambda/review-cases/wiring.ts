import { documentClient } from '../platform/clients/dynamo.ts';
import { createDynamoReviewCaseStore } from './adapters/dynamo-review-case-store.ts';

export const openReviewCases = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoReviewCaseStore(documentClient, CONTROL_TABLE);
