import type { CloudStatus } from '@face-idv/local-aws';
import { runningCloud } from './running-cloud.ts';

/** Prints the status of the running local cloud, or how to start it. */
export async function printStatus(directory: string, print: (line: string) => void): Promise<void> {
  const cloud = await runningCloud(directory);
  if (!cloud) {
    print('the local cloud is not running; start it with: npm start');
    return;
  }
  const status = (await cloud.get('status')) as CloudStatus;
  const { alarms } = (await cloud.get('metrics')) as { alarms: readonly { name: string; state: string }[] };
  const raised = alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  print(`endpoint      ${status.endpoint}   (region ${status.region}, keys LOCAL / LOCALSECRET)`);
  print(`liveness      ${status.liveness_stream}`);
  for (const [name, url] of Object.entries(status.apis)) print(`API           ${url}   (${name})`);
  print(
    `process       ${status.process_id}, up since ${status.started_at}, ${status.resident_mb} MB resident`,
  );
  print(`alarms        ${raised.length > 0 ? raised.join(', ') : `none of ${alarms.length} raised`}`);
  print('resources');
  for (const [type, count] of Object.entries(status.resources).toSorted())
    print(`  ${String(count).padStart(4)}  ${type}`);
  for (const line of status.template_changes) print(`template      ${line}`);
  print('not emulated');
  for (const line of status.not_emulated) print(`        ${line}`);
}
