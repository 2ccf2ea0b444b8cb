import type { ConsolePage } from '../shell/page.ts';

/** Pages about policies, collections, jobs and what operators have done. */
export const machinePages: readonly ConsolePage[] = [
  {
    path: '/policies',
    title: 'Policies',
    navSection: 'Rules',
    scope: 'view',
    load: async () => (await import('../policies/policies-page.tsx')).PoliciesPage,
  },
  {
    path: '/policies/:id',
    title: 'Policy',
    scope: 'view',
    load: async () => (await import('../policies/policy-page.tsx')).PolicyPage,
  },
  {
    path: '/policies/:id/new',
    title: 'New version',
    scope: 'operate',
    load: async () => (await import('../policies/new-version-page.tsx')).NewVersionPage,
  },
  {
    path: '/policies/:id/versions/:version',
    title: 'Version',
    scope: 'view',
    load: async () => (await import('../policies/version-page.tsx')).VersionPage,
  },
  {
    path: '/collections',
    title: 'Collections',
    navSection: 'Collections',
    scope: 'view',
    load: async () => (await import('../collections/collections-page.tsx')).CollectionsPage,
  },
  {
    path: '/index-jobs',
    title: 'Index jobs',
    navSection: 'Collections',
    scope: 'view',
    load: async () => (await import('../index-jobs/index-jobs-page.tsx')).IndexJobsPage,
  },
  {
    path: '/index-jobs/:id',
    title: 'Index job',
    scope: 'view',
    load: async () => (await import('../index-jobs/index-job-page.tsx')).IndexJobPage,
  },
  {
    path: '/migrations',
    title: 'Migrations',
    navSection: 'Collections',
    scope: 'view',
    load: async () => (await import('../migrations/migrations-page.tsx')).MigrationsPage,
  },
  {
    path: '/migrations/:id',
    title: 'Migration',
    scope: 'view',
    load: async () => (await import('../migrations/migration-page.tsx')).MigrationPage,
  },
  {
    path: '/reconciliations',
    title: 'Reconciliations',
    navSection: 'Collections',
    scope: 'view',
    load: async () => (await import('../reconciliations/reconciliations-page.tsx')).ReconciliationsPage,
  },
  {
    path: '/reconciliations/:id',
    title: 'Reconciliation',
    scope: 'view',
    load: async () => (await import('../reconciliations/reconciliation-page.tsx')).ReconciliationPage,
  },
  {
    path: '/audit-entries',
    title: 'Audit entries',
    navSection: 'Records',
    scope: 'view',
    load: async () => (await import('../audit/audit-entries-page.tsx')).AuditEntriesPage,
  },
  {
    path: '/webhook-endpoints',
    title: 'Webhooks',
    navSection: 'Records',
    scope: 'view',
    load: async () => (await import('../webhooks/endpoints-page.tsx')).EndpointsPage,
  },
  {
    path: '/webhook-endpoints/:id',
    title: 'Webhook endpoint',
    scope: 'view',
    load: async () => (await import('../webhooks/endpoint-page.tsx')).EndpointPage,
  },
];
