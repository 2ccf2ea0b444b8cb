import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { listUserFaces } from '../use-cases/list-user-faces.ts';

const env = readEnv('list-user-faces');
const mappings = createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE);

export const handler = httpHandler(
  'list-user-faces',
  {
    execute: ({ caller, path }) => listUserFaces(caller, path('user_id'), mappings),
    present: (page) => page,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
