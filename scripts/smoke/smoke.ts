import { randomUUID } from 'node:crypto';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { addressOfStage } from '../../lib/config.ts';
import { type Camera, photoCamera } from '../../local/demo/camera.ts';
import { type Photo, readPhoto } from '../../local/demo/photo.ts';
import { samplePerson } from '../../local/demo/sample-person.ts';
import { type VerificationApi, verificationApi } from '../../local/demo/verification-api.ts';
import { describeBackendClient, requestToken } from '../../local/start/machine-client.ts';
import { observeDeployment } from './aws-deployed.ts';
import { browserCamera } from './browser-camera.ts';
import { clientSettings } from './client-settings.ts';
import { describeMeasurement, measureConsistency } from './measure-consistency.ts';
import { CHECKS, runChecks } from './run-checks.ts';
import { withScratchCollection } from './scratch-collection.ts';
import type { SmokeOptions } from './smoke-options.ts';
import { localStreamOrigin, readStackOutputs } from './stack-outputs.ts';
import { withTemporaryOperator } from './temporary-operator.ts';

/** Environment of a run. */
export interface SmokeProcess {
  /** Endpoint of the local AWS; undefined on AWS. */
  readonly endpoint: string | undefined;
  /** Access token of an operator, for stages whose users need a second factor. */
  readonly operatorToken: string | undefined;
  readonly print: (line: string) => void;
}

/**
 * Runs the smoke test, or measures consistency if the options ask for it.
 * @returns the exit code: 1 when a check has failed or a face was not found at once, else 0
 */
export async function smoke(options: SmokeOptions, process: SmokeProcess): Promise<number> {
  const { region, tenants } = addressOfStage(options.stage);
  const tenant = options.tenant ?? tenants[0];
  if (tenant === undefined) throw new Error(`stage "${options.stage}" has no tenant`);
  const photos = await photosOf(options);
  return options.measureConsistency === undefined
    ? runAllChecks(options, region, tenant, photos, process)
    : measure(options.stage, region, options.measureConsistency, photos.selfie, process);
}

async function measure(
  stage: string,
  region: string,
  count: number,
  selfie: Photo,
  { endpoint, print }: SmokeProcess,
): Promise<number> {
  const rekognition = new RekognitionClient({ ...clientSettings(region, endpoint), maxAttempts: 10 });
  try {
    print(`\n  indexing ${count} faces in ${region}, each followed by searches until it is found\n`);
    const measured = await withScratchCollection(rekognition, stage, selfie.bytes, (collection) =>
      measureConsistency(collection, count, () => performance.now()),
    );
    for (const line of describeMeasurement(measured)) print(line);
    return measured.foundAtOnce === measured.faces ? 0 : 1;
  } finally {
    rekognition.destroy();
  }
}

async function runAllChecks(
  { stage, camera: takesCheck = false }: SmokeOptions,
  region: string,
  tenant: string,
  photos: { readonly selfie: Photo; readonly document: Photo },
  { endpoint, operatorToken, print }: SmokeProcess,
): Promise<number> {
  const outputs = await readStackOutputs(stage, region, endpoint);
  const settings = clientSettings(region, endpoint);
  const cognito = new CognitoIdentityProviderClient(settings);
  const place = {
    userPoolId: outputs('UserPoolId'),
    endUserClientId: outputs('EndUserClientId'),
    tenant,
  };
  const client = await describeBackendClient(cognito, place.userPoolId, tenant);
  const tokenEndpoint = endpoint === undefined ? outputs('TokenEndpoint') : `${endpoint}/oauth2/token`;
  const { token } = await requestToken(tokenEndpoint, client);
  const api = (accessToken: string): VerificationApi =>
    verificationApi(outputs('ApiUrl'), async () => accessToken);
  const camera = await cameraOf(takesCheck, endpoint, print);
  const run = async (operator: string): Promise<number> => {
    print(`\n  smoke test of stage ${stage} in ${region}, tenant ${tenant}\n`);
    const failed = await runChecks(
      CHECKS,
      {
        ...observeDeployment(settings, outputs),
        ...photos,
        tenant,
        userId: `smoke-${randomUUID()}`,
        backend: api(token),
        operator: api(operator),
        camera,
      },
      print,
    );
    print(failed.length === 0 ? '\n  no check failed\n' : `\n  failed: ${failed.join(', ')}\n`);
    return failed.length === 0 ? 0 : 1;
  };
  try {
    return operatorToken === undefined
      ? await withTemporaryOperator(cognito, place, run)
      : await run(operatorToken);
  } finally {
    cognito.destroy();
  }
}

/** Returns the camera of a person's browser, or that of the local AWS; undefined if there is none. */
async function cameraOf(
  takesCheck: boolean,
  endpoint: string | undefined,
  print: (line: string) => void,
): Promise<Camera | undefined> {
  if (!takesCheck) return endpoint === undefined ? undefined : photoCamera(endpoint);
  const streamOrigin = endpoint === undefined ? undefined : await localStreamOrigin(endpoint);
  return browserCamera({ print, streamOrigin });
}

async function photosOf({ selfie, document }: SmokeOptions): Promise<{ selfie: Photo; document: Photo }> {
  const sample = await samplePerson();
  return {
    selfie: selfie === undefined ? sample.selfie : await readPhoto(selfie),
    document: document === undefined ? sample.document : await readPhoto(document),
  };
}
