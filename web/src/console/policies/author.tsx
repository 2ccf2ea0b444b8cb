import { useOperator } from '../api/operator-context.tsx';
import { ORIGIN_TEXTS, type Policy } from './policy-texts.ts';

interface AuthorProps {
  /** `sub` of the operator. @default - no operator, or one who is not recorded */
  readonly by: string | undefined;
  readonly origin: Policy['active_by'];
}

/** Who wrote a version: the API knows operators by their ids alone. */
export function Author({ by, origin }: AuthorProps) {
  const { subject } = useOperator();
  if (by === undefined) return ORIGIN_TEXTS[origin];
  return (
    <>
      {by === subject ? 'You' : 'Operator'}
      <div>
        <small className="muted wraps">{by}</small>
      </div>
    </>
  );
}
