import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { answerOf } from '@face-idv/client';
import { useParams } from 'react-router';
import { useApi } from '../../api/operator-context.tsx';
import { useLoaded } from '../../api/use-loaded.ts';
import { AuditTrail } from '../../parts/audit-trail.tsx';
import { LoadedView } from '../../parts/loaded-view.tsx';
import { Page } from '../../parts/page.tsx';
import { ExplanationPart } from './explanation-part.tsx';
import { SessionCases } from './session-cases.tsx';
import { SessionOverview } from './session-overview.tsx';
import { SessionSteps } from './session-steps.tsx';

/** Time between two readings of a session that is processed. */
const POLL_MS = 2000;

/** One session: what is known about it, and what has happened to it. */
export function SessionPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const report = useLoaded(
    `report ${id}`,
    (signal) => answerOf(api.GET('/verification-sessions/{id}/report', { params: { path: { id } }, signal })),
    { pollMs: ({ status }) => (status === 'processing' ? POLL_MS : undefined) },
  );
  return (
    <Page
      title={id}
      parents={[{ title: 'Sessions', path: '/sessions' }]}
      actions={
        <Button iconName="refresh" loading={report.isLoading} onClick={report.reload}>
          Refresh
        </Button>
      }
    >
      <LoadedView of={report} what="the session">
        {(session) => (
          <>
            <SessionOverview report={session} />
            <Container
              header={
                <Header variant="h2" description="Checks lie where they ran within their run.">
                  Timeline
                </Header>
              }
            >
              <SessionSteps report={session} />
            </Container>
            <SessionCases id={id} />
            <ExplanationPart id={id} />
            <AuditTrail target={`/verification-sessions/${id}`} />
          </>
        )}
      </LoadedView>
    </Page>
  );
}
