import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

/** How a status is drawn; one that is not listed is drawn as information. */
const TYPES: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  created: 'pending',
  pending: 'pending',
  running: 'in-progress',
  filling: 'in-progress',
  verifying: 'in-progress',
  building: 'in-progress',
  draining: 'in-progress',
  canceling: 'in-progress',
  emptying: 'in-progress',
  paused: 'stopped',
  canceled: 'stopped',
  retired: 'stopped',
  disabled: 'stopped',
  dropped: 'stopped',
  unknown: 'warning',
  refused: 'warning',
  failed: 'error',
  active: 'success',
  enabled: 'success',
  completed: 'success',
  delivered: 'success',
  done: 'success',
  drained: 'success',
};

/** Returns how a status of a job, a generation, a delivery or a call is drawn. */
export const statusType = (status: string): StatusIndicatorProps.Type => TYPES[status] ?? 'info';
