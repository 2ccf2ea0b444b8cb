import { answerOf } from '@face-idv/client';
import { useApi } from '../../api/operator-context.tsx';
import { withReason } from '../../api/with-reason.ts';
import { useNotify } from '../../parts/notifications.tsx';
import { useAction } from '../../parts/use-action.ts';

/** Calls that change who works on a case. @param onChanged reads the case again */
export function useCaseCalls(id: string, onChanged: () => void) {
  const api = useApi();
  const notify = useNotify();
  const params = { path: { id } };
  const done = (text: string): void => {
    notify(text, `case ${id}`);
    onChanged();
  };
  const take = useAction(async () => {
    await answerOf(api.POST('/review-cases/{id}/assign', { params, body: {} }));
    done('You work on the case.');
  });
  const giveBack = useAction(async () => {
    await answerOf(api.POST('/review-cases/{id}/unassign', { params }));
    done('Nobody works on the case any more.');
  });
  return {
    take,
    giveBack,
    error: take.error ?? giveBack.error,
    assignTo: async (assignee: string) => {
      await answerOf(api.POST('/review-cases/{id}/assign', { params, body: { assignee } }));
      done('The case is assigned.');
    },
    reopen: async (reason: string) => {
      const withHeader = { ...params, header: withReason(reason) };
      await answerOf(api.POST('/review-cases/{id}/reopen', { params: withHeader }));
      done('The case is open again.');
    },
  };
}
