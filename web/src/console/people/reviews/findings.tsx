import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useOperator } from '../../api/operator-context.tsx';
import { Time } from '../../parts/time.tsx';
import { type CaseDetail, type CaseReason, findingWords } from './case-words.ts';

type Given = CaseDetail['findings'];

/** What operators have found. Hidden while a second one has to look. */
export function Findings({ found }: { readonly found: CaseDetail }) {
  if (found.findings.length === 0) return null;
  return (
    <Container header={<Header variant="h2">Findings</Header>}>
      <List of={found.findings} reason={found.reason} />
    </Container>
  );
}

/** What was decided before the case was opened again. */
export function EarlierDecisions({ found }: { readonly found: CaseDetail }) {
  if (found.earlier.length === 0) return null;
  return (
    <Container header={<Header variant="h2">Earlier decisions</Header>}>
      {found.earlier.map(({ findings, decision, reopened_at }) => (
        <section key={reopened_at}>
          <div>
            {findingWords(found.reason, decision.finding).label}, <Time at={decision.decided_at} />. Reopened{' '}
            <Time at={reopened_at} />.
          </div>
          <List of={findings} reason={found.reason} />
        </section>
      ))}
    </Container>
  );
}

function List({ of, reason }: { readonly of: Given; readonly reason: CaseReason }) {
  const { subject } = useOperator();
  return (
    <ul className="plain entries">
      {of.map(({ finding, by, at, note }) => (
        <li key={at}>
          <strong>{findingWords(reason, finding).label}</strong>{' '}
          <span className="muted wraps">
            {by === subject ? 'You' : by}, <Time at={at} />
          </span>
          {note !== undefined && <div className="wraps">{note}</div>}
        </li>
      ))}
    </ul>
  );
}
