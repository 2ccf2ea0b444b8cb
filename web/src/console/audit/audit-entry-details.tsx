import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { components } from '@face-idv/client';
import { Facts } from '../machine/facts.tsx';
import { Status } from '../machine/status.tsx';
import { Time } from '../parts/time.tsx';
import { OUTCOME_TEXTS } from './audit-filters.ts';

interface AuditEntryDetailsProps {
  readonly of: components['schemas']['AuditEntry'];
  readonly onClose: () => void;
}

/** One audit entry with all its members. */
export function AuditEntryDetails({ of: entry, onClose }: AuditEntryDetailsProps) {
  return (
    <Modal
      visible
      size="large"
      header={<code className="wraps">{entry.action}</code>}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <SpaceBetween size="xxs">
          <Status of={entry.outcome} />
          <Box>{OUTCOME_TEXTS[entry.outcome]}</Box>
        </SpaceBetween>
        <Facts
          of={{
            Entry: entry.id,
            Subject: entry.subject,
            'Backend client': entry.client_id,
            Target: entry.target,
            Reason: entry.reason ?? 'none was given',
            Began: <Time at={entry.at} />,
            Ended: entry.ended_at && <Time at={entry.ended_at} />,
            'Code of the refusal': entry.code,
            Created: entry.created_id,
            Request: entry.request_id,
          }}
        />
      </SpaceBetween>
    </Modal>
  );
}
