import ProgressBar from '@cloudscape-design/components/progress-bar';
import { formatNumber } from '../format/numbers.ts';
import { progressPercent } from './progress.ts';

interface ProgressPanelProps {
  readonly label: string;
  readonly done: number;
  /** Undefined while it is not known. */
  readonly total: number | undefined;
  /** What is counted: `rows`. */
  readonly unit: string;
}

/** How far some work has come. */
export const ProgressPanel = ({ label, done, total, unit }: ProgressPanelProps) => (
  <ProgressBar
    label={label}
    value={progressPercent(done, total)}
    additionalInfo={
      total === undefined
        ? `${formatNumber(done)} ${unit}`
        : `${formatNumber(done)} of ${formatNumber(total)} ${unit}`
    }
  />
);
