import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { problemText } from '../api/problem-text.ts';

interface ProblemAlertProps {
  readonly error: unknown;
  /** Tries again what has failed. @default - there is nothing to try again */
  readonly onRetry?: () => void;
  /** @default Try again */
  readonly retryText?: string;
}

/** An error of a call: what is wrong, what to do, and what to quote when asking for help. */
export function ProblemAlert({ error, onRetry, retryText = 'Try again' }: ProblemAlertProps) {
  const { title, detail, reference } = problemText(error);
  return (
    <Alert type="error" header={title} action={onRetry && <Button onClick={onRetry}>{retryText}</Button>}>
      <div className="wraps">{detail}</div>
      {reference !== undefined && (
        <Box variant="small" color="inherit">
          {reference}
        </Box>
      )}
    </Alert>
  );
}
