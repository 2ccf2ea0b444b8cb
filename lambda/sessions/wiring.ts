import { documentClient } from '../platform/clients/dynamo.ts';
import { createDynamoSessionStore } from './adapters/dynamo-session-store.ts';

interface SessionSettings {
  readonly SESSIONS_TABLE: string;
}

export const openSessions = ({ SESSIONS_TABLE }: SessionSettings) =>
  createDynamoSessionStore(documentClient, SESSIONS_TABLE);
