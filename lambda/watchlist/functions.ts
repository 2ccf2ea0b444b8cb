import * as z from 'zod/mini';
import { CHECK, DELETE, DELETE_IMAGE, GET, PUT, QUERY, UPDATE } from '../platform/access.ts';
import {
  api,
  collections,
  control,
  enrolled,
  evidence,
  mapping,
  rates,
  replicating,
  serviceEnv,
  stagePolicy,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator } from '../platform/route.ts';
import {
  createdWatchlistEntry,
  createWatchlistEntryRequest,
  listWatchlistEntriesQuery,
  watchlistEntryPage,
  watchlistEntryView,
  watchlistList,
} from './contract.ts';

export const WATCHLIST_FUNCTIONS = {
  'watchlists-api': {
    environment: z.object({
      ...api,
      ...mapping,
      ...evidence,
      ...enrolled,
      ...stagePolicy,
      ...collections,
      ...rates,
      ...replicating,
      EVIDENCE_KEY_ARN: z.string().check(z.minLength(1)),
    }),
    access: {
      interactiveRate: true,
      sessions: [GET, QUERY],
      faceMapping: [QUERY, PUT, DELETE],
      control: [GET, PUT, UPDATE, DELETE, QUERY, CHECK],
      // an upload form carries the permissions of the role that signed it
      evidence: ['s3:PutObject', 's3:GetObjectVersion', ...DELETE_IMAGE],
      enrolled: ['s3:PutObject', ...DELETE_IMAGE],
      collections: ['rekognition:IndexFaces', 'rekognition:SearchFacesByImage', 'rekognition:DeleteFaces'],
    },
    routes: {
      'list-watchlists': {
        method: 'GET',
        path: '/watchlists',
        scopes: operator,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'List the watchlists, which the configuration declares.',
        success: { status: 200, description: 'Every watchlist, not in pages.', schema: watchlistList },
        problems: [],
      },
      'create-watchlist-entry': {
        method: 'POST',
        path: '/watchlists/{id}/entries',
        scopes: operator,
        role: 'reviewer',
        audit: { action: 'watchlist_entry.create', reasonRequired: true },
        idempotent: true,

        summary: 'Add an entry to a watchlist, from the selfie of a session or an image to upload.',
        body: createWatchlistEntryRequest,
        success: {
          status: 201,
          description: 'The entry waits to be completed; for an upload, with a form for its image.',
          schema: createdWatchlistEntry,
        },
        problems: ['not_found'],
      },
      'complete-watchlist-entry': {
        method: 'POST',
        path: '/watchlists/{id}/entries/{entry_id}/complete',
        scopes: operator,
        role: 'reviewer',
        audit: { action: 'watchlist_entry.complete' },
        idempotent: true,

        summary: 'Index the image of an entry, so that registrations are compared with it.',
        success: {
          status: 200,
          description: 'The entry, active or rejected.',
          schema: watchlistEntryView,
        },
        problems: ['not_found', 'invalid_state', 'generation_changed'],
      },
      'list-watchlist-entries': {
        method: 'GET',
        path: '/watchlists/{id}/entries',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'watchlist_entry.list' },
        idempotent: false,

        summary: 'List the entries of a watchlist, newest first.',
        query: listWatchlistEntriesQuery,
        success: { status: 200, description: 'One page of entries.', schema: watchlistEntryPage },
        problems: ['not_found'],
      },
      'get-watchlist-entry': {
        method: 'GET',
        path: '/watchlists/{id}/entries/{entry_id}',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'watchlist_entry.read' },
        idempotent: false,

        summary: 'Get an entry of a watchlist.',
        success: { status: 200, description: 'The entry, without its image.', schema: watchlistEntryView },
        problems: ['not_found'],
      },
      'delete-watchlist-entry': {
        method: 'DELETE',
        path: '/watchlists/{id}/entries/{entry_id}',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'watchlist_entry.delete', reasonRequired: true },
        idempotent: false,

        summary: 'Delete an entry with its face and image.',
        success: { status: 204, description: 'The entry is deleted, and no longer a hit.' },
        problems: ['not_found', 'invalid_state'],
      },
    },
  },
  'remove-due-entries': {
    environment: z.object({
      ...serviceEnv,
      ...control,
      ...mapping,
      ...evidence,
      ...enrolled,
      ...replicating,
    }),
    access: {
      faceMapping: [QUERY, DELETE],
      control: [GET, PUT, UPDATE, DELETE, QUERY],
      evidence: DELETE_IMAGE,
      enrolled: DELETE_IMAGE,
      collections: ['rekognition:DeleteFaces'],
    },
  },
} as const satisfies FunctionDefinitions;
