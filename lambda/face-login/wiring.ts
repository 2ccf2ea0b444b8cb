import { documentClient } from '../platform/clients/dynamo.ts';
import { createDynamoFaceLogins } from './adapters/dynamo-face-logins.ts';

export const openFaceLogins = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoFaceLogins(documentClient, CONTROL_TABLE);
