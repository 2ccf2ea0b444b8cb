import { documentClient } from '../platform/clients/dynamo.ts';
import { createDynamoReviewCaseStore } from './adapters/dynamo-review-case-store.ts';

interface ReviewCaseTables {
  readonly CONTROL_TABLE: string;
  readonly SESSIONS_TABLE: string;
}

export const openReviewCases = ({ CONTROL_TABLE, SESSIONS_TABLE }: ReviewCaseTables) =>
  createDynamoReviewCaseStore(documentClient, { control: CONTROL_TABLE, sessions: SESSIONS_TABLE });
