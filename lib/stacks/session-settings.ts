import type { ServiceEnvironment } from '../constructs/service-functions.ts';
import type { SigningKeys } from '../constructs/signing-keys.ts';
import type { Tables } from '../constructs/tables.ts';

interface SessionResources {
  readonly tables: Tables;
  readonly signing: SigningKeys;
}

/** Variables of functions that create sessions; those of the data stack itself have no other. */
export const sessionSettings = ({ tables, signing }: SessionResources) =>
  ({
    SESSIONS_TABLE: tables.sessions.tableName,
    FACE_MAPPING_TABLE: tables.faceMapping.tableName,
    CONTROL_TABLE: tables.control.tableName,
    SIGNING_KEY: signing.current,
  }) satisfies Partial<ServiceEnvironment>;
