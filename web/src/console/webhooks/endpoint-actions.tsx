import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../api/operator-context.tsx';
import { withReason } from '../api/with-reason.ts';
import { useNotify } from '../parts/notifications.tsx';
import { ReasonModal } from '../parts/reason-modal.tsx';
import type { Endpoint } from './delivery-texts.ts';
import { ReplayModal } from './replay-modal.tsx';
import { RotateModal } from './rotate-modal.tsx';

interface EndpointActionsProps {
  readonly endpoint: Endpoint;
  readonly onSecret: (secret: string) => void;
  readonly onChanged: () => void;
}

type ActionId = 'test' | 'replay' | 'rotate' | 'enable' | 'disable' | 'delete';

/** What an administrator can do with an endpoint. */
export function EndpointActions({ endpoint, onSecret, onChanged }: EndpointActionsProps) {
  const { id, status } = endpoint;
  const [asked, setAsked] = useState<ActionId>();
  const onClose = (): void => setAsked(undefined);
  const props = { id, onClose, onChanged };
  return (
    <>
      <ButtonDropdown
        items={[
          { id: 'test', text: 'Send a test event' },
          { id: 'replay', text: 'Replay events' },
          { id: 'rotate', text: 'Rotate secret' },
          status === 'enabled' ? { id: 'disable', text: 'Disable' } : { id: 'enable', text: 'Enable' },
          { id: 'delete', text: 'Delete' },
        ]}
        onItemClick={({ detail }) => setAsked(detail.id as ActionId)}
      >
        Actions
      </ButtonDropdown>
      {asked === 'test' && <TestModal {...props} />}
      {asked === 'replay' && <ReplayModal {...props} />}
      {asked === 'rotate' && <RotateModal {...props} onSecret={onSecret} />}
      {asked === 'enable' && <StatusModal {...props} to="enabled" />}
      {asked === 'disable' && <StatusModal {...props} to="disabled" />}
      {asked === 'delete' && <DeleteModal {...props} />}
    </>
  );
}

interface ActionProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function TestModal({ id, onClose, onChanged }: ActionProps) {
  const api = useApi();
  const notify = useNotify();
  const send = async (reason: string): Promise<void> => {
    const params = { path: { id }, header: withReason(reason) };
    await answerOf(api.POST('/webhook-endpoints/{id}/test', { params }));
    notify('A test event was sent. It appears among the deliveries.');
    onChanged();
  };
  return (
    <ReasonModal title="Send a test event?" confirm="Send" onConfirm={send} onClose={onClose}>
      An event of the type webhook_endpoint.test is sent once, whether the endpoint is enabled or not.
    </ReasonModal>
  );
}

function StatusModal({ id, to, onClose, onChanged }: ActionProps & { readonly to: Endpoint['status'] }) {
  const api = useApi();
  const isOn = to === 'enabled';
  const change = async (reason: string): Promise<void> => {
    const params = { path: { id }, header: withReason(reason) };
    await answerOf(api.POST('/webhook-endpoints/{id}', { params, body: { status: to } }));
    onChanged();
  };
  const name = isOn ? 'Enable' : 'Disable';
  return (
    <ReasonModal title={`${name} this endpoint?`} confirm={name} onConfirm={change} onClose={onClose}>
      {isOn
        ? 'Events are sent again from now on. Replay those that were missed.'
        : 'No event is sent, and attempts that wait are dropped. You can enable it again, and replay.'}
    </ReasonModal>
  );
}

function DeleteModal({ id, onClose }: ActionProps) {
  const api = useApi();
  const navigate = useNavigate();
  const notify = useNotify();
  const remove = async (reason: string): Promise<void> => {
    const params = { path: { id }, header: withReason(reason) };
    await answerOf(api.DELETE('/webhook-endpoints/{id}', { params }));
    notify('The endpoint was deleted.');
    navigate('/webhook-endpoints');
  };
  return (
    <ReasonModal title="Delete this endpoint?" confirm="Delete" onConfirm={remove} onClose={onClose}>
      Nothing is sent to it any more, and its secret and log of deliveries are gone. This cannot be undone.
    </ReasonModal>
  );
}
