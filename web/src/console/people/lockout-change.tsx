import { type ApiClient, answerOf, type components } from '@face-idv/client';
import { useApi } from '../api/operator-context.tsx';
import { withReason } from '../api/with-reason.ts';
import { useNotify } from '../parts/notifications.tsx';
import { ReasonModal } from '../parts/reason-modal.tsx';

export type Lockout = components['schemas']['Lockout'];

/** What an operator changes about a lockout. */
export type Change = 'lift' | 'freeze' | 'release';

interface Words {
  readonly title: string;
  readonly confirm: string;
  readonly effect: string;
  readonly done: string;
}

const WORDS: Readonly<Record<Change, Words>> = {
  lift: {
    title: 'Lift the lockout?',
    confirm: 'Lift lockout',
    effect: 'Checks are possible again at once, and timeouts are counted from zero.',
    done: 'The lockout is lifted.',
  },
  freeze: {
    title: 'Freeze this user?',
    confirm: 'Freeze',
    effect:
      'For a person who says that they did not enroll. No face of the user is accepted until the user is released, and a review case is opened.',
    done: 'The user is frozen.',
  },
  release: {
    title: 'Release this user?',
    confirm: 'Release',
    effect: 'Faces of the user are accepted again. Delete those of somebody else first.',
    done: 'The user is not frozen any more.',
  },
};

interface LockoutChangeProps {
  readonly change: Change;
  readonly kind: 'user' | 'device';
  readonly id: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks why, then changes the lockout of a user or a device. */
export function LockoutChange({ change, kind, id, onDone, onClose }: LockoutChangeProps) {
  const api = useApi();
  const notify = useNotify();
  const { title, confirm, effect, done } = WORDS[change];
  return (
    <ReasonModal
      title={title}
      confirm={confirm}
      onClose={onClose}
      onConfirm={async (reason) => {
        await call(api, { change, kind, id }, reason);
        notify(done);
        onDone();
      }}
    >
      {effect}
    </ReasonModal>
  );
}

function call(
  api: ApiClient,
  { change, kind, id }: Pick<LockoutChangeProps, 'change' | 'kind' | 'id'>,
  reason: string,
): Promise<unknown> {
  const header = withReason(reason);
  if (kind === 'device')
    return answerOf(
      api.DELETE('/devices/{device_id}/lockout', { params: { path: { device_id: id }, header } }),
    );
  const params = { path: { user_id: id }, header };
  switch (change) {
    case 'lift':
      return answerOf(api.DELETE('/users/{user_id}/lockout', { params }));
    case 'freeze':
      return answerOf(api.POST('/users/{user_id}/repudiations', { params }));
    case 'release':
      return answerOf(api.POST('/users/{user_id}/release', { params }));
  }
}
