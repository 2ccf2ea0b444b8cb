import { lazy } from 'react';

const load = () => import('./liveness-check.tsx');

/** The check, whose component and models are several times the page. */
export const LazyLivenessCheck = lazy(async () => ({ default: (await load()).LivenessCheck }));

/** Loads the check while the person reads. */
export function preloadLiveness(): void {
  // shown, when the check itself is loaded in vain
  void load().catch(() => {});
}
