import { documentClient } from '../platform/clients/dynamo.ts';
import { createDynamoAuditEntryStore } from './adapters/dynamo-audit-entry-store.ts';

export const openAuditEntries = ({ AUDIT_TABLE }: { readonly AUDIT_TABLE: string }) =>
  createDynamoAuditEntryStore(documentClient, AUDIT_TABLE);
