import './status.css';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { humanize } from '../format/words.ts';
import { statusType } from './statuses.ts';

/** A status with its sign. @param text @default - the status in words */
export const Status = ({ of, text = humanize(of) }: { readonly of: string; readonly text?: string }) => (
  <span className="status">
    <StatusIndicator type={statusType(of)}>{text}</StatusIndicator>
  </span>
);
