import * as z from 'zod/mini';
import {
  CHECK,
  DELETE,
  GET,
  IDEMPOTENCY,
  LIST_OBJECTS,
  PUT,
  QUERY,
  READ_IMAGE,
  SEARCH,
  UPDATE,
} from '../platform/access.ts';
import {
  collections,
  control,
  enrolled,
  evidence,
  mapping,
  policy,
  rates,
  route,
  second,
  serviceEnv,
  sessions,
  shadowReading,
  userVectors,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator } from '../platform/route.ts';
import {
  changeMigrationRequest,
  createMigrationRequest,
  listMigrationsQuery,
  migrationAction,
  migrationPage,
  migrationView,
} from './contract.ts';

export const MIGRATION_FUNCTIONS = {
  'migrations-api': {
    environment: z.object({
      ...route,
      ...control,
      ...mapping,
      ...policy,
      ...collections,
      ...shadowReading,
      MIGRATION_STATE_MACHINE_ARN: z.string().check(z.minLength(1)),
    }),
    access: {
      control: [...IDEMPOTENCY, QUERY],
      collections: ['rekognition:DescribeCollection'],
    },
    routes: {
      'create-migration': {
        method: 'POST',
        path: '/migrations',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'migration.create' },
        idempotent: true,

        summary: 'Create a migration of all faces to another generation of collections.',
        body: createMigrationRequest,
        success: {
          status: 201,
          description:
            'The migration has started: new faces go to both generations, and the new generation is being filled.',
          schema: migrationView,
        },
        problems: ['invalid_state', 'generation_changed'],
      },
      'list-migrations': {
        method: 'GET',
        path: '/migrations',
        scopes: operator,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'List migrations, newest first.',
        query: listMigrationsQuery,
        success: { status: 200, description: 'One page of migrations.', schema: migrationPage },
        problems: [],
      },
      'get-migration': {
        method: 'GET',
        path: '/migrations/{id}',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'migration.read' },
        idempotent: false,

        summary: 'Get a migration: progress, cost and faces that could not be moved.',
        success: { status: 200, description: 'The migration.', schema: migrationView },
        problems: ['not_found'],
      },
      'change-migration': {
        method: 'POST',
        path: '/migrations/{id}/{action}',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'migration.{action}' },
        idempotent: true,

        summary: 'Cut over, roll back, drain, cancel or resume a migration.',
        actions: migrationAction,
        body: changeMigrationRequest,
        success: { status: 200, description: 'The migration after the change.', schema: migrationView },
        problems: ['not_found', 'invalid_state', 'generation_changed'],
      },
    },
  },
  'migrate-faces': {
    environment: z.object({
      ...serviceEnv,
      ...mapping,
      ...control,
      ...enrolled,
      ...collections,
      ...rates,
      ...policy,
      ...userVectors,
      ...second,
    }),
    access: {
      limiter: true,
      faceMapping: [GET, QUERY, PUT, DELETE, CHECK],
      control: [GET, PUT, UPDATE, DELETE, QUERY],
      enrolled: [...READ_IMAGE, LIST_OBJECTS],
      collections: [
        'rekognition:IndexFaces',
        'rekognition:DeleteFaces',
        'rekognition:SearchFacesByImage',
        'rekognition:ListFaces',
        'rekognition:CreateUser',
        'rekognition:AssociateFaces',
        'rekognition:DisassociateFaces',
        'rekognition:DeleteUser',
        'rekognition:ListUsers',
        'rekognition:SearchUsers',
      ],
    },
  },
  'shadow-read': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...mapping,
      ...control,
      ...evidence,
      ...policy,
      ...collections,
      ...rates,
    }),
    access: {
      limiter: true,
      sessions: [GET],
      faceMapping: [QUERY],
      control: [GET, PUT, UPDATE, QUERY],
      evidence: [...READ_IMAGE],
      collections: [...SEARCH],
    },
  },
} as const satisfies FunctionDefinitions;
