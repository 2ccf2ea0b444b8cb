import type { PageOutcome } from '@face-idv/local-rekognition/testing/liveness-page/page-files';
import type { Camera } from '../../local/demo/camera.ts';
import { serveLivenessPage } from './liveness-page-server.ts';

/** Life of a Face Liveness session. */
const CHECK_WITHIN_MS = 180_000;
const REMIND_EVERY_MS = 30_000;

/** Failure of the person at the camera, and not of the deployment: nobody took the check. */
export class CheckNotTaken extends Error {
  override readonly name = 'CheckNotTaken';
}

export interface BrowserCameraOptions {
  readonly print: (line: string) => void;
  /** Origin of the stream of a local Rekognition; undefined on AWS. */
  readonly streamOrigin?: string | undefined;
  /** Time for the person. @default CHECK_WITHIN_MS */
  readonly withinMs?: number;
}

/**
 * Returns a camera that prints the link of a page on this machine, and waits until a person has taken the
 * check there.
 * @throws CheckNotTaken if nobody did; Error with the component's message if it failed
 */
export function browserCamera({
  print,
  streamOrigin,
  withinMs = CHECK_WITHIN_MS,
}: BrowserCameraOptions): Camera {
  return async ({ liveness_session_id, region, credentials }) => {
    let onOutcome: (outcome: PageOutcome) => void = () => {};
    const ended = new Promise<PageOutcome>((resolve) => {
      onOutcome = resolve;
    });
    const page = await serveLivenessPage(
      {
        sessionId: liveness_session_id,
        region,
        credentials: {
          accessKeyId: credentials.access_key_id,
          secretAccessKey: credentials.secret_access_key,
          sessionToken: credentials.session_token,
        },
        showStartScreen: true,
        ...(streamOrigin === undefined ? {} : { endpointOverride: streamOrigin }),
      },
      { onOpen: () => print('      the page was opened; waiting for the check'), onOutcome },
    );
    print(`      open ${page.url} and take the liveness check`);
    try {
      judge(await within(withinMs, ended, print));
    } finally {
      page.close();
    }
  };
}

/** Waits for the outcome and prints the time that is left. */
async function within(
  withinMs: number,
  ended: Promise<PageOutcome>,
  print: (line: string) => void,
): Promise<PageOutcome | undefined> {
  let leftMs = withinMs;
  const reminder = setInterval(() => {
    leftMs -= REMIND_EVERY_MS;
    if (leftMs > 0) print(`      ${Math.round(leftMs / 1000)} s left for the liveness check`);
  }, REMIND_EVERY_MS);
  let timeout: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timeout = setTimeout(resolve, withinMs, undefined);
  });
  try {
    return await Promise.race([ended, tooLate]);
  } finally {
    clearInterval(reminder);
    clearTimeout(timeout);
  }
}

function judge(outcome: PageOutcome | undefined): void {
  if (outcome === undefined) throw new CheckNotTaken('nobody took the liveness check in time; run again');
  if (outcome.kind === 'canceled') throw new CheckNotTaken('the liveness check was canceled in the browser');
  if (outcome.kind === 'complete') return;
  const { state, name, message } = outcome;
  throw new Error(`the liveness component failed: ${[state, name, message].filter(Boolean).join(', ')}`);
}
