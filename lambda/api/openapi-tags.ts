import type { ApiFunctionName, OpenFunctionName } from './routes.ts';

/** A group of operations: generated clients have one class or file per tag. */
export interface Tag {
  readonly name: string;
  readonly description: string;
}

const verificationSessions: Tag = {
  name: 'Verification sessions',
  description: 'Register a person or authenticate an enrolled user: one session per attempt.',
};

/** The tag of every API function's routes. */
export const TAGS: Readonly<Record<ApiFunctionName | OpenFunctionName, Tag>> = {
  'sessions-api': verificationSessions,
  'decision-api': verificationSessions,
  'liveness-api': verificationSessions,
  'registrations-api': verificationSessions,
  'signing-keys-api': { name: 'Signing keys', description: 'The keys that verify proofs of step-ups.' },
  'users-api': { name: 'Users', description: 'Enrolled faces of a user.' },
  'lockouts-api': { name: 'Lockouts', description: 'Users and devices locked out after failed checks.' },
  'review-cases-api': { name: 'Review cases', description: 'Questions that a person answers.' },
  'liveness-labels-api': {
    name: 'Liveness labels',
    description: 'What people saw in a sample of passed liveness checks.',
  },
  'watchlists-api': {
    name: 'Watchlists',
    description: 'Faces that every registration is compared with.',
  },
  'audit-api': { name: 'Audit entries', description: 'What operators read and changed.' },
  'index-jobs-api': { name: 'Index jobs', description: 'Enroll the people of a manifest.' },
  'migrations-api': {
    name: 'Migrations',
    description: 'Move all faces of a tenant to another generation of collections.',
  },
  'reconciliations-api': {
    name: 'Reconciliations',
    description: 'Compare the collections with the face mapping.',
  },
};
