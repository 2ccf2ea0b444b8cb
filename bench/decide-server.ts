import '../local/start/quiet-sdk.ts';
import { DEMO_TENANT } from '../local/start/demo-accounts.ts';
import { startLocalStack } from '../local/start/local-stack.ts';
import { engineOfKnownPeople } from './known-people.ts';

/** Addresses of the measured process. */
export interface DecideServerReady {
  readonly endpoint: string;
  readonly region: string;
  readonly apiUrl: string;
  readonly tenant: string;
  readonly backendToken: string;
  readonly operatorToken: string;
}

/** The local stack in a process of its own, with people whom its engine knows. */
async function main(): Promise<void> {
  const [cdkOut = '', dataDir = '', modelsDir = ''] = process.argv.slice(2);
  const engine = await engineOfKnownPeople(modelsDir);
  const stack = await startLocalStack({ cdkOut, dataDir, port: 0, log: () => {}, rekognition: { engine } });
  const { endpoint, region, apiUrl, tokens } = stack;
  const ready: DecideServerReady = {
    endpoint,
    region,
    apiUrl,
    tenant: DEMO_TENANT,
    backendToken: await tokens.backend(),
    operatorToken: await tokens.user('olivia'),
  };
  process.send?.(ready);
  process.once('disconnect', async () => {
    await stack.close();
    process.exit(0);
  });
}

await main();
