import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf, type components } from '@face-idv/client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi, useMay } from '../../api/operator-context.tsx';
import { withReason } from '../../api/with-reason.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { useNotify } from '../../parts/notifications.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { ReasonModal } from '../../parts/reason-modal.tsx';
import { Time } from '../../parts/time.tsx';
import { useAction } from '../../parts/use-action.ts';
import { exportOf } from './data-export.ts';
import { ErasuresTable } from './erasures-table.tsx';
import { saveFile } from './save-file.ts';

type Link = components['schemas']['RepudiationLink'];

/** What a person may ask for: their data, their erasure, and to deny an enrollment. */
export function RightsPanel({ userId }: { readonly userId: string }) {
  const isAdministrator = useMay('operate');
  return (
    <SpaceBetween size="l">
      {isAdministrator && <ExportPart userId={userId} />}
      <ErasurePart userId={userId} mayRequest={isAdministrator} />
      {isAdministrator && <DenialPart userId={userId} />}
    </SpaceBetween>
  );
}

function ExportPart({ userId }: { readonly userId: string }) {
  const api = useApi();
  const notify = useNotify();
  const [isOpen, setOpen] = useState(false);
  const save = async (reason: string): Promise<void> => {
    const header = withReason(reason);
    const pages = await exportOf((cursor) => {
      const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
      const params = { path: { user_id: userId }, query, header };
      return answerOf(api.GET('/users/{user_id}/data-export', { params }));
    });
    saveFile(`${userId}.json`, JSON.stringify(pages, null, 2), 'application/json');
    notify('The data is in a file of your downloads.');
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="What is stored about the person, in a file for them. Scores and what others are matched by stay out."
          actions={<Button onClick={() => setOpen(true)}>Export data</Button>}
        >
          Data export
        </Header>
      }
    >
      {isOpen && (
        <ReasonModal
          title="Export the data of this user?"
          confirm="Export data"
          onConfirm={save}
          onClose={() => setOpen(false)}
        >
          The file holds personal data. Give it to the person only, and delete your copy.
        </ReasonModal>
      )}
    </Container>
  );
}

interface ErasurePartProps {
  readonly userId: string;
  readonly mayRequest: boolean;
}

function ErasurePart({ userId, mayRequest }: ErasurePartProps) {
  const api = useApi();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const request = async (reason: string): Promise<void> => {
    const params = { path: { user_id: userId }, header: withReason(reason) };
    const { id } = await answerOf(api.POST('/users/{user_id}/erasure-requests', { params }));
    navigate(`/users/${encodeURIComponent(userId)}/erasures/${id}`);
  };
  return (
    <>
      <ErasuresTable
        userId={userId}
        actions={mayRequest && <Button onClick={() => setOpen(true)}>Request erasure</Button>}
      />
      {isOpen && (
        <ReasonModal
          title="Erase this user?"
          confirm="Erase user"
          onConfirm={request}
          onClose={() => setOpen(false)}
        >
          All that was begun until now is erased, in every store and region. This cannot be undone. An erasure
          that runs already is shown instead of a second one.
        </ReasonModal>
      )}
    </>
  );
}

function DenialPart({ userId }: { readonly userId: string }) {
  const api = useApi();
  const [link, setLink] = useState<Link>();
  const create = useAction(async () => {
    const params = { path: { user_id: userId } };
    setLink(await answerOf(api.POST('/users/{user_id}/repudiation-links', { params })));
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="A token for the notice of an enrollment, by which the person can deny it. If they call instead, freeze the user on the tab Lockout."
          actions={
            <Button loading={create.isRunning} onClick={create.run}>
              Create token
            </Button>
          }
        >
          Denial of an enrollment
        </Header>
      }
    >
      <SpaceBetween size="s">
        {create.error !== undefined && <ProblemAlert error={create.error} />}
        {link && (
          <>
            <Copyable text={link.token} name="token" />
            <div className="muted">
              Works once, until <Time at={link.expires_at} />. It is not shown again.
            </div>
          </>
        )}
      </SpaceBetween>
    </Container>
  );
}
