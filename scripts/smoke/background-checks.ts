import { type Check, passed } from './check.ts';
import { createSession } from './open-session.ts';

/** An object that is not there: the execution is stopped before it would read one. */
const NO_IMAGE = { key: 'smoke/none' };

/** Checks of what no person waits for. */
export const BACKGROUND_CHECKS: readonly Check[] = [
  {
    name: 'model-probe',
    confirms: 'The watch on face models may create and delete its one collection, and no other.',
    onFailure:
      'Rekognition documents CreateCollection as restricted by the collection\'s ARN. If watch-face-model is denied nevertheless, allow rekognition:CreateCollection on "*" to its own role (modelProbe in lib/constructs/granted-access.ts); DeleteCollection stays restricted.',
    run: async ({ invoke, tenant }) => {
      await invoke('WatchFaceModelFunctionName', { tenants: [tenant] });
      return passed('watch-face-model ran');
    },
  },
  {
    name: 'interrupted-registration',
    confirms: 'EventBridge may send to a queue that is encrypted with a customer managed key.',
    onFailure:
      "EventBridge drops what it may not encrypt. The policy of the data stack's key must allow events.amazonaws.com kms:GenerateDataKey and kms:Decrypt; see FailedInvocations of the rule in CloudWatch and the queue's dead letters (docs/runbook.md).",
    run: async (deployed) => {
      const { backend, tenant, userId, startAndStopRegistration } = deployed;
      const id = await createSession(deployed);
      // the clean-up leaves a session alone that has already ended
      await backend.post(`/verification-sessions/${id}/cancel`);
      const since = new Date();
      const status = await startAndStopRegistration({
        tenant,
        session_id: id,
        user_id: userId,
        type: 'registration',
        sensitivity: 'regular',
        selfie: NO_IMAGE,
        document: NO_IMAGE,
      });
      if (status !== 'ABORTED') throw new Error(`the execution ended as ${status} before it was stopped`);
      const arrived = await deployed.becomesTrue(
        async () => (await deployed.invocationsSince('UndoInterruptedRegistrationFunctionName', since)) > 0,
      );
      if (!arrived) throw new Error('the event of the stopped execution did not reach its function');
      return passed(`the event of the stopped execution ${id} was worked off`);
    },
  },
];
