import type { CloudWatch } from './cloudwatch/cloudwatch.ts';
import type { HttpRequest } from './dispatcher.ts';
import type { CloudResponse } from './emulator.ts';
import type { RekognitionEmulator } from './rekognition/rekognition-emulator.ts';

/** Status of the local cloud, as printed by `npm run local -- status`. */
export interface CloudStatus {
  readonly endpoint: string;
  /** `wss:` address of StartFaceLivenessSession. */
  readonly liveness_stream: string;
  readonly region: string;
  readonly process_id: number;
  readonly started_at: string;
  readonly resident_mb: number;
  /** API name -> URL of its stage. */
  readonly apis: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** CloudFormation type -> how many of it are there. */
  readonly resources: Readonly<Record<string, number>>;
  /** Since the last start. */
  readonly template_changes: readonly string[];
  readonly not_emulated: readonly string[];
}

export interface AdminOptions {
  readonly status: () => CloudStatus;
  readonly cloudWatch: CloudWatch;
  readonly rekognition: RekognitionEmulator | undefined;
}

/** Path below which the local cloud itself is asked, not one of its services. */
export const ADMIN_PATH = '/_local/';

const DEFAULT_LOG_LINES = 200;

/** Answers what is asked below {@link ADMIN_PATH}. */
export async function answerAdmin(request: HttpRequest, options: AdminOptions): Promise<CloudResponse> {
  const { pathname, searchParams } = request.url;
  if (pathname.startsWith('/_local/rekognition/')) {
    return (
      options.rekognition?.control(request) ?? json(404, { message: 'Rekognition is not emulated here' })
    );
  }
  switch (pathname) {
    case '/_local/status':
      return json(200, options.status());
    case '/_local/metrics':
      return json(200, options.cloudWatch.overview());
    case '/_local/logs': {
      const after = Number(searchParams.get('after') ?? 0);
      const limit = Number(searchParams.get('limit') ?? DEFAULT_LOG_LINES);
      const lines = options.cloudWatch
        .logLines(searchParams.get('group') ?? '')
        .filter(({ time }) => time > after);
      return json(200, { events: lines.slice(-limit) });
    }
    default:
      return json(404, { message: `there is no ${pathname}; ask for status, metrics, logs or rekognition/` });
  }
}

function json(status: number, body: unknown): CloudResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body, undefined, 2),
  };
}
