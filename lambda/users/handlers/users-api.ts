import { apiHandler } from '../../platform/api-handler.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { deleteUserFace } from '../delete-user-face.ts';
import { USERS_FUNCTIONS } from '../functions.ts';
import { listUserFaces } from '../list-user-faces.ts';
import { userFaceDeletion } from '../wiring.ts';

const env = readEnv(USERS_FUNCTIONS, 'users-api');
const dependencies = userFaceDeletion(env);

export const handler = apiHandler(
  USERS_FUNCTIONS['users-api'].routes,
  {
    'list-user-faces': ({ caller, path }) => listUserFaces(caller, path('user_id'), dependencies.mappings),
    'delete-user-face': ({ caller, path }) =>
      deleteUserFace(caller, path('user_id'), path('face_id'), dependencies),
  },
  httpDependencies(env, openCallLimiter(env)),
);
