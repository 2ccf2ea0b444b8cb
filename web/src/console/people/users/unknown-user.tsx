import Alert from '@cloudscape-design/components/alert';
import { answerOf } from '@face-idv/client';
import { useApi } from '../../api/operator-context.tsx';
import { useLoaded } from '../../api/use-loaded.ts';
import { isUnknown } from './is-unknown.ts';

/** Says so if the API knows nobody by an id: the lockout of such a user reads like one that is not locked. */
export function UnknownUser({ userId }: { readonly userId: string }) {
  const api = useApi();
  const { data } = useLoaded(`unknown ${userId}`, (signal) => {
    const faces = { params: { path: { user_id: userId } }, signal };
    const sessions = { params: { query: { user_id: userId, limit: 1 } }, signal };
    return isUnknown({
      countFaces: async () => (await answerOf(api.GET('/users/{user_id}/faces', faces))).data.length,
      countSessions: async () => (await answerOf(api.GET('/verification-sessions', sessions))).data.length,
    });
  });
  if (!data) return null;
  return (
    <Alert type="info" header="Nobody is known by this ID">
      No face is enrolled under it and no session is kept, so nothing is locked either. Check the ID.
    </Alert>
  );
}
