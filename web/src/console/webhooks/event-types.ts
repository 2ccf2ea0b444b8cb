import type { components } from '@face-idv/client';

/** Type of an event that an endpoint can receive. */
export type EventType = NonNullable<components['schemas']['CreateWebhookEndpoint']['event_types']>[number];

/** Every type, as the contract lists them. */
export const EVENT_TYPES: readonly EventType[] = [
  'verification_session.created',
  'verification_session.liveness_started',
  'verification_session.liveness_passed',
  'verification_session.liveness_failed',
  'verification_session.declined',
  'verification_session.alternative_path_taken',
  'verification_session.held',
  'verification_session.submitted',
  'verification_session.canceled',
  'verification_session.expired',
  'verification_session.abandoned',
  'verification_session.approved',
  'verification_session.requires_input',
  'verification_session.failed',
  'verification_session.finding_recorded',
  'verification_session.resumed',
  'verification_session.resubmitted',
  'consent.given',
  'consent.withdrawn',
  'enrollment.added',
  'enrollment.removed',
  'erasure.completed',
  'erasure.overdue',
  'erasure.requested',
  'lockout.lifted',
  'lockout.started',
  'review_case.closed',
  'review_case.decided',
  'review_case.opened',
  'review_case.overdue',
  'user.frozen',
  'user.released',
  'user.takeover_suspected',
  'webhook_endpoint.disabled',
];
