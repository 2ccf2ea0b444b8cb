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

const policies: Tag = {
  name: 'Policies',
  description: 'Versions of the rules by which sessions are decided, one policy for each session type.',
};

const repudiations: Tag = {
  name: 'Repudiations',
  description: 'People who say that they did not enroll.',
};

/** The tag of all routes that take client tokens. */
export const CLIENT_TAG: Tag = {
  name: 'Client session',
  description: 'The one session of a client token, for apps whose users are not in the user pool.',
};

/** The tag of every API function's routes. */
export const TAGS: Readonly<Record<ApiFunctionName | OpenFunctionName, Tag>> = {
  'sessions-api': verificationSessions,
  'decision-api': verificationSessions,
  'liveness-api': verificationSessions,
  'registrations-api': verificationSessions,
  'capture-links-api': {
    name: 'Capture links',
    description: 'Links with which another device goes on with a session.',
  },
  'signing-keys-api': { name: 'Signing keys', description: 'The keys that verify proofs of step-ups.' },
  'test-helpers-api': {
    name: 'Test mode',
    description: 'Outcomes of test sessions, on stages that have a test mode.',
  },
  'consents-api': {
    name: 'Consents',
    description: 'Texts about face processing, and receipts of the people who have agreed with them.',
  },
  'users-api': { name: 'Users', description: 'Enrolled faces of a user.' },
  'data-access-api': {
    name: 'Data access',
    description: 'What is stored about a user, and explanations of decisions.',
  },
  'repudiations-api': repudiations,
  'repudiation-links-api': repudiations,
  'erasures-api': { name: 'Erasures', description: 'Erase all that is held of a user.' },
  'lockouts-api': { name: 'Lockouts', description: 'Users and devices locked out after failed checks.' },
  'review-cases-api': { name: 'Review cases', description: 'Questions that a person answers.' },
  'liveness-labels-api': {
    name: 'Liveness labels',
    description: 'What people saw in a sample of passed liveness checks.',
  },
  'policies-api': policies,
  'policy-simulations-api': policies,
  'watchlists-api': {
    name: 'Watchlists',
    description: 'Faces that every registration is compared with.',
  },
  'webhooks-api': {
    name: 'Webhooks',
    description: 'Endpoints that receive events, and what was delivered to them.',
  },
  'audit-api': { name: 'Audit entries', description: 'What operators read and changed.' },
  'index-jobs-api': { name: 'Index jobs', description: 'Enroll the people of a manifest.' },
  'collections-api': {
    name: 'Collections',
    description: 'The collections that hold the faces of a tenant, and how full they are.',
  },
  'migrations-api': {
    name: 'Migrations',
    description: 'Move all faces of a tenant to another generation of collections.',
  },
  'reconciliations-api': {
    name: 'Reconciliations',
    description: 'Compare the collections with the face mapping.',
  },
};
