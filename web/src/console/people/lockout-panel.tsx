import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi, useMay } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Status } from '../parts/status.tsx';
import { Distance, Time } from '../parts/time.tsx';
import { type Change, type Lockout, LockoutChange } from './lockout-change.tsx';
import { UnknownUser } from './users/unknown-user.tsx';

interface LockoutPanelProps {
  readonly kind: 'user' | 'device';
  readonly id: string;
}

/** Whether a user or a device is locked out or frozen, and what ends that. */
export function LockoutPanel({ kind, id }: LockoutPanelProps) {
  const api = useApi();
  const isAdministrator = useMay('operate');
  const isReviewer = useMay('review');
  const [change, setChange] = useState<Change>();
  const lockout = useLoaded<Lockout>(`lockout ${kind} ${id}`, (signal) =>
    kind === 'user'
      ? answerOf(api.GET('/users/{user_id}/lockout', { params: { path: { user_id: id } }, signal }))
      : answerOf(api.GET('/devices/{device_id}/lockout', { params: { path: { device_id: id } }, signal })),
  );
  const { state, timeouts = 0, frozen_at } = lockout.data ?? {};
  const isLocked = (state !== undefined && state !== 'open') || timeouts > 0;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Failed checks lock out for a time, and repeated timeouts block until an operator lifts it."
          actions={
            lockout.data && (
              <SpaceBetween direction="horizontal" size="xs">
                {isAdministrator && isLocked && (
                  <Button onClick={() => setChange('lift')}>Lift lockout</Button>
                )}
                {kind === 'user' && isReviewer && frozen_at === undefined && (
                  <Button onClick={() => setChange('freeze')}>Freeze</Button>
                )}
                {kind === 'user' && isAdministrator && frozen_at !== undefined && (
                  <Button onClick={() => setChange('release')}>Release</Button>
                )}
              </SpaceBetween>
            )
          }
        >
          Lockout
        </Header>
      }
    >
      <LoadedView of={lockout} what="the lockout">
        {(data) => (
          <>
            {kind === 'user' && !isLocked && frozen_at === undefined && <UnknownUser userId={id} />}
            <LockoutFacts lockout={data} />
          </>
        )}
      </LoadedView>
      {change && (
        <LockoutChange
          change={change}
          kind={kind}
          id={id}
          onDone={lockout.reload}
          onClose={() => setChange(undefined)}
        />
      )}
    </Container>
  );
}

const STATES: Readonly<Record<Lockout['state'], string>> = {
  open: 'Not locked',
  timed_out: 'Locked for a time',
  blocked: 'Blocked until it is lifted',
};
/** Not locked is nothing to wait for, unlike an open case. */
const SHOWN_AS: Readonly<Record<Lockout['state'], string>> = {
  open: 'approved',
  timed_out: 'timed_out',
  blocked: 'blocked',
};

function LockoutFacts({
  lockout: { state, timeouts, locked_until, frozen_at },
}: {
  readonly lockout: Lockout;
}) {
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: 'State', value: <Status of={SHOWN_AS[state]} text={STATES[state]} /> },
        {
          label: 'Locked until',
          value: locked_until === null ? '-' : <TimeAndDistance at={locked_until} />,
        },
        { label: 'Timeouts so far', value: String(timeouts) },
        ...(frozen_at === undefined
          ? []
          : [
              {
                label: 'Frozen since',
                value: (
                  <>
                    <Status of="blocked" text="Denies an enrollment" />
                    <div>
                      <TimeAndDistance at={frozen_at} />
                    </div>
                  </>
                ),
              },
            ]),
      ]}
    />
  );
}

const TimeAndDistance = ({ at }: { readonly at: string }) => (
  <>
    <Time at={at} />
    <div className="muted">
      <Distance to={at} />
    </div>
  </>
);
