import './people.css';
import type { ConsolePage } from '../shell/page.ts';

/** Pages about people: their sessions, reviews, rights, and watchlists. */
export const peoplePages: readonly ConsolePage[] = [
  {
    path: '/sessions',
    title: 'Sessions',
    navSection: 'People',
    scope: 'view',
    load: async () => (await import('./sessions/sessions-page.tsx')).SessionsPage,
  },
  {
    path: '/sessions/:id',
    title: 'Session',
    scope: 'view',
    load: async () => (await import('./sessions/session-page.tsx')).SessionPage,
  },
  {
    path: '/reviews',
    title: 'Reviews',
    navSection: 'People',
    scope: 'view',
    load: async () => (await import('./reviews/reviews-page.tsx')).ReviewsPage,
  },
  {
    path: '/reviews/:id',
    title: 'Review case',
    scope: 'view',
    load: async () => (await import('./reviews/case-page.tsx')).CasePage,
  },
  {
    path: '/users',
    title: 'Users',
    navSection: 'People',
    scope: 'view',
    load: async () => (await import('./users/users-page.tsx')).UsersPage,
  },
  {
    path: '/users/:userId',
    title: 'User',
    scope: 'view',
    load: async () => (await import('./users/user-page.tsx')).UserPage,
  },
  {
    path: '/users/:userId/erasures/:requestId',
    title: 'Erasure',
    scope: 'view',
    load: async () => (await import('./users/erasure-page.tsx')).ErasurePage,
  },
  {
    path: '/devices',
    title: 'Devices',
    navSection: 'People',
    scope: 'view',
    load: async () => (await import('./devices/devices-page.tsx')).DevicesPage,
  },
  {
    path: '/devices/:deviceId',
    title: 'Device',
    scope: 'view',
    load: async () => (await import('./devices/device-page.tsx')).DevicePage,
  },
  {
    path: '/watchlists',
    title: 'Watchlists',
    navSection: 'People',
    scope: 'view',
    load: async () => (await import('./watchlists/watchlists-page.tsx')).WatchlistsPage,
  },
];
