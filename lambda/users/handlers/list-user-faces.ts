import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { USERS_FUNCTIONS } from '../functions.ts';
import { listUserFaces } from '../list-user-faces.ts';

const env = readEnv(USERS_FUNCTIONS, 'list-user-faces');
const mappings = createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE);

export const handler = httpHandler(
  'list-user-faces',
  USERS_FUNCTIONS['list-user-faces'].route,
  {
    execute: ({ caller, path }) => listUserFaces(caller, path('user_id'), mappings),
    present: (page) => page,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
