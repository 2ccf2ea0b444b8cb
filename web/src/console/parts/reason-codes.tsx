import Badge from '@cloudscape-design/components/badge';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { humanize } from '../format/words.ts';

/** Reason codes of a check or a decision. */
export const ReasonCodes = ({ of }: { readonly of: readonly string[] }) =>
  of.length === 0 ? null : (
    <SpaceBetween direction="horizontal" size="xxs">
      {of.map((code) => (
        <Badge key={code} color="grey">
          {humanize(code)}
        </Badge>
      ))}
    </SpaceBetween>
  );
