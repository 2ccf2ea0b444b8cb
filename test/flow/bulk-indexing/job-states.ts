import { ListStateMachinesCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { portraitOf } from '@face-idv/local-rekognition/testing/photos';
import { expect, it } from 'vitest';
import type { IndexJob } from '../../../local/index/index-job-client.ts';
import type { OwnFlowStack } from '../../support/flow-stack.ts';
import { followIndexJob, JSONL, runIndexJob, startIndexJob } from '../../support/index-jobs.ts';
import { ATTESTED } from '../../support/registrations.ts';

/** Jobs that are paused, canceled, or end without having run. */
export function jobStates(flow: OwnFlowStack): void {
  it('is paused, resumed and canceled', async () => {
    const images = [{ name: 'bieber.jpg', bytes: await portraitOf('bieber') }];
    const rows = (prefix: string) =>
      Array.from({ length: 60 }, (_, row) =>
        JSON.stringify({
          user_id: `user-${row}`,
          image_key: `${prefix}${row === 0 ? 'bieber' : `none-${row}`}.jpg`,
        }),
      ).join('\n');
    const { id } = await startIndexJob(flow.operator, JSONL, images, rows);
    const paused = await flow.operator.post<IndexJob>(`/index-jobs/${id}/pause`);
    expect(paused.status).toBe('paused');
    await expect(flow.operator.post(`/index-jobs/${id}/start`)).rejects.toMatchObject({
      code: 'invalid_state',
    });
    expect((await flow.operator.post<IndexJob>(`/index-jobs/${id}/resume`)).status).toBe('running');
    const canceled = await flow.operator.post<IndexJob>(`/index-jobs/${id}/cancel`);
    expect(canceled.status).toBe('canceled');
    await expect(flow.operator.post(`/index-jobs/${id}/resume`)).rejects.toMatchObject({
      code: 'invalid_state',
    });
    expect((await flow.operator.get<{ data: IndexJob[] }>('/index-jobs')).data[0]).toMatchObject({
      id,
      status: 'canceled',
    });
  });

  it('ends a job whose execution was stopped as failed, and says why', async () => {
    const rows = () =>
      Array.from({ length: 60 }, (_, row) =>
        JSON.stringify({ user_id: `stopped-${row}`, image_key: `demo/none-${row}.jpg` }),
      ).join('\n');
    const { id } = await startIndexJob(flow.operator, JSONL, [], rows);
    expect((await flow.operator.post<IndexJob>(`/index-jobs/${id}/pause`)).status).toBe('paused');
    const { endpoint, region } = flow.stack;
    const sfn = new SFNClient({
      endpoint,
      region,
      credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
    });
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
    const machine = stateMachines.find(({ name = '' }) => name.startsWith('BulkIndexing'));
    const executionArn = `${machine?.stateMachineArn?.replace(':stateMachine:', ':execution:')}:${id}`;
    await sfn.send(new StopExecutionCommand({ executionArn }));
    expect(await followIndexJob(flow.operator, id)).toMatchObject({
      status: 'failed',
      failure_reason: 'execution_stopped',
      outcomes_status: 'failed',
    });
  });

  it('ends a job whose manifest cannot be read as failed, and says so with an empty file of outcomes', async () => {
    const job = await runIndexJob(
      flow.operator,
      JSONL,
      [],
      () => '{"user_id":"ann","image_key":"acme/ann.jpg"}\nno JSON\n',
    );
    expect(job).toMatchObject({ status: 'failed', total: 2, done: 0, outcomes_status: 'ready' });
    expect(await (await fetch(job.outcomes_url ?? '')).text()).toBe('');
  });

  it('refuses a start without a manifest, and anybody but operators', async () => {
    const { id, outcomes_status } = await flow.operator.post<IndexJob>('/index-jobs', {
      format: 'csv',
      consent: ATTESTED,
    });
    expect(outcomes_status).toBe('none');
    await expect(flow.operator.post(`/index-jobs/${id}/start`)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(
      flow.backend.post('/index-jobs', { format: 'csv', consent: ATTESTED }),
    ).rejects.toMatchObject({ status: 401 });
  });
}
