import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { humanize } from '../format/words.ts';

type Kind = StatusIndicatorProps.Type;

/** How each state of the API's objects is shown; another one is shown as it is. */
const KINDS: Readonly<Record<string, Kind>> = {
  // sessions
  requires_input: 'pending',
  processing: 'in-progress',
  in_review: 'warning',
  approved: 'success',
  declined: 'error',
  canceled: 'stopped',
  expired: 'stopped',
  abandoned: 'stopped',
  error: 'error',
  // checks and liveness checks
  created: 'pending',
  passed: 'success',
  failed: 'error',
  review: 'warning',
  // review cases
  assigned: 'in-progress',
  awaiting_second: 'in-progress',
  disputed: 'warning',
  decided: 'success',
  closed: 'stopped',
  // erasures, watchlists, consents and lockouts
  running: 'in-progress',
  completed: 'success',
  pending: 'pending',
  unconfirmed: 'in-progress',
  confirmed: 'success',
  active: 'success',
  rejected: 'error',
  removing: 'in-progress',
  given: 'success',
  withdrawn: 'stopped',
  timed_out: 'warning',
  blocked: 'error',
  // calls of operators
  done: 'success',
  replayed: 'success',
  refused: 'error',
};

interface StatusProps {
  readonly of: string;
  /** Words in place of the state's own. */
  readonly text?: string;
}

/** A state of one of the API's objects. */
export const Status = ({ of, text = humanize(of) }: StatusProps) => (
  <StatusIndicator type={KINDS[of] ?? 'info'}>{text}</StatusIndicator>
);
