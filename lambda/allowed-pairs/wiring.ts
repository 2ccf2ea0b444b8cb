import { documentClient } from '../platform/clients/dynamo.ts';
import { createDynamoAllowedPairs } from './adapters/dynamo-allowed-pairs.ts';

export const openAllowedPairs = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoAllowedPairs(documentClient, CONTROL_TABLE);
