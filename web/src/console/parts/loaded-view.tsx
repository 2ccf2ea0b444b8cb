import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import type { Loaded } from '../api/use-loaded.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface LoadedViewProps<T> {
  readonly of: Loaded<T>;
  /** What is loaded, in words: `the session`. */
  readonly what: string;
  readonly children: (data: T) => ReactNode;
}

/** Shows what was loaded, or that it is loading, or why it could not be. */
export function LoadedView<T>({ of: { data, error, reload }, what, children }: LoadedViewProps<T>) {
  return (
    <SpaceBetween size="m">
      {error !== undefined && <ProblemAlert error={error} onRetry={reload} />}
      {data === undefined && error === undefined && (
        <Box color="text-status-inactive" padding="m">
          <div role="status">
            <Spinner /> Loading {what}…
          </div>
        </Box>
      )}
      {data !== undefined && children(data)}
    </SpaceBetween>
  );
}
