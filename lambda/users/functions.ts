import * as z from 'zod/mini';
import { CHECK, DELETE, DELETE_IMAGE, PUT, QUERY, UPDATE } from '../platform/access.ts';
import {
  control,
  enrolled,
  generations,
  mapping,
  rates,
  replicating,
  route,
  userVectors,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { deleterOfFaces, staff } from '../platform/route.ts';
import { userFacePage } from './contract.ts';

export const USERS_FUNCTIONS = {
  'users-api': {
    environment: z.object({
      ...route,
      ...mapping,
      ...control,
      ...enrolled,
      ...generations,
      ...rates,
      ...userVectors,
      ...replicating,
    }),
    access: {
      limiter: true,
      faceMapping: [QUERY, DELETE, CHECK],
      control: [PUT, UPDATE, DELETE, QUERY],
      enrolled: DELETE_IMAGE,
      collections: ['rekognition:DeleteFaces', 'rekognition:DisassociateFaces', 'rekognition:DeleteUser'],
    },
    routes: {
      'list-user-faces': {
        method: 'GET',
        path: '/users/{user_id}/faces',
        scopes: [...staff, 'users'],
        role: 'viewer',
        audit: { action: 'face.list' },
        idempotent: false,

        summary: "List a user's enrolled faces.",
        success: { status: 200, description: 'All enrolled faces of the user.', schema: userFacePage },
        problems: [],
      },
      'delete-user-face': {
        method: 'DELETE',
        path: '/users/{user_id}/faces/{face_id}',
        scopes: deleterOfFaces,
        role: 'administrator',
        audit: { action: 'face.delete', reasonRequired: true },
        idempotent: false,

        summary: 'Delete an enrolled face. A user without faces can be registered again.',
        success: { status: 204, description: 'The face is deleted.' },
        problems: ['not_found'],
      },
    },
  },
} as const satisfies FunctionDefinitions;
