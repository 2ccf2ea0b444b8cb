import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of the faces in collections. */
export const FACE_METRICS = {
  FaceIndexed: {
    unit: 'Count',
    dimensions: ['Shard', 'Cause'],
    description: 'Faces that IndexFaces added, by shard and cause',
  },
  FaceDeleted: {
    unit: 'Count',
    dimensions: ['Cause'],
    description: 'Faces that DeleteFaces removed, by cause',
  },
  FaceUpdated: {
    unit: 'Count',
    dimensions: ['Cause'],
    description: 'Enrolled images of users that a newer one has replaced, by cause',
  },
  CompensationRun: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Enrollments undone after a failure',
  },
  FaceDeletionAge: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Time since faces were revoked, when they are deleted or found overdue',
  },
  FaceDeletionBatch: {
    unit: 'Count',
    dimensions: [],
    description: 'Revoked faces that one call of DeleteFaces deletes',
  },
  FaceDeletionUnsent: {
    unit: 'Count',
    dimensions: [],
    description: 'Deletions of faces whose message was not sent; the sweep of sessions sends it',
  },
  WatchlistEntryChanged: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Entries of watchlists that became active, were rejected, or were removed by request or when due',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
