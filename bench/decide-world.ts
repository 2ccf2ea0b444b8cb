import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { photoCamera } from '../local/demo/camera.ts';
import { type VerificationApi, verificationApi } from '../local/demo/verification-api.ts';
import type { Report } from '../local/demo/verify-person.ts';
import { LOCAL_FOLDER } from '../local/start/places.ts';
import type { DecideServerReady } from './decide-server.ts';
import { type PhotoOf, photosOfPeople } from './known-people.ts';
import { unthrottledAssembly } from './unthrottled-assembly.ts';

/** A call as the local Rekognition served it. */
export interface ServedCall {
  readonly operation: string;
  readonly began_at_ms: number;
  readonly took_ms: number;
}

/** A session that lacks nothing but its submission. */
export interface ReadySession {
  readonly id: string;
  readonly path: string;
}

export const LOCAL_KEYS = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };
/** Time between two queries of the sessions being decided; a measured time may be too long by it. */
const LOOK_EVERY_MS = 8;

const STEADY = Object.fromEntries(
  ['DetectFaces', 'CompareFaces', 'IndexFaces', 'SearchFacesByImage'].map((operation) => [
    operation,
    { p50_ms: 300, p99_ms: 300 },
  ]),
);

const root = fileURLToPath(new URL('..', import.meta.url));

/** The product on the local cloud, and what the bench does with it. */
export class DecideWorld {
  readonly ready: DecideServerReady;
  readonly backend: VerificationApi;
  readonly #operator: VerificationApi;
  readonly #photoOf: PhotoOf;
  readonly #documents: DynamoDBDocumentClient;
  readonly #sessionsTable: string;
  readonly #watched = new Map<string, (at: number) => void>();
  readonly #stop: () => Promise<void>;
  #isClosed = false;

  private constructor(
    ready: DecideServerReady,
    photoOf: PhotoOf,
    sessionsTable: string,
    stop: () => Promise<void>,
  ) {
    this.ready = ready;
    this.#photoOf = photoOf;
    this.#sessionsTable = sessionsTable;
    this.#stop = stop;
    this.backend = verificationApi(ready.apiUrl, async () => ready.backendToken);
    this.#operator = verificationApi(ready.apiUrl, async () => ready.operatorToken);
    const { endpoint, region } = ready;
    this.#documents = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint, region, credentials: LOCAL_KEYS }),
    );
    void this.#watch();
  }

  static async open(): Promise<DecideWorld> {
    const cdkOut = await unthrottledAssembly('bench-decide-cdk.out');
    const dataDir = await mkdtemp(join(tmpdir(), 'bench-decide-'));
    const server = fileURLToPath(new URL('./decide-server.ts', import.meta.url));
    const child = fork(server, [cdkOut, dataDir, join(root, LOCAL_FOLDER, 'bench-models')], {
      execArgv: ['--import', 'tsx'],
    });
    const [ready] = (await once(child, 'message')) as [DecideServerReady];
    const stop = async () => {
      child.disconnect();
      await once(child, 'exit');
      await rm(dataDir, { recursive: true, force: true });
      await rm(cdkOut, { recursive: true, force: true });
    };
    return new DecideWorld(ready, await photosOfPeople(), await sessionsTableOf(ready.endpoint), stop);
  }

  photoOf(person: number, role: 'selfie' | 'document'): Promise<Buffer> {
    return this.#photoOf(person, role);
  }

  /** Brings a session to where only its submission is missing. */
  async prepare(
    type: 'registration' | 'authentication',
    person: number,
    documentOf = person,
  ): Promise<ReadySession> {
    const { id } = await this.backend.post<{ id: string }>('/verification-sessions', {
      type,
      user_id: `person-${person}`,
      device: { id: `phone-${person}` },
      consent: { given: true, notice_version: '2026-01' },
      // a mismatch is declined, instead of waiting for another document
      ...(type === 'registration' ? { document_attempts: 1 } : {}),
    });
    const path = `/verification-sessions/${id}`;
    const check = await this.backend.post<Parameters<ReturnType<typeof photoCamera>>[0]>(
      `${path}/liveness-sessions`,
    );
    const selfie = { name: 'selfie', bytes: await this.#photoOf(person, 'selfie') };
    await photoCamera(this.ready.endpoint)(check, { ...selfie, contentType: 'image/jpeg' }, 'protocol');
    await this.backend.post(`${path}/liveness-sessions/${check.liveness_session_id}/complete`);
    if (type === 'registration') await this.#upload(path, await this.#photoOf(documentOf, 'document'));
    return { id, path };
  }

  async #upload(path: string, document: Buffer): Promise<void> {
    const { upload } = await this.backend.post<{
      upload: { url: string; fields: Readonly<Record<string, string>> };
    }>(`${path}/documents`, { content_type: 'image/jpeg' });
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(document)], { type: 'image/jpeg' }));
    const response = await fetch(upload.url, { method: 'POST', body: form });
    if (!response.ok) throw new Error(`the document was refused: ${await response.text()}`);
  }

  /** Submits a session and returns the milliseconds until its row shows another status than `processing`. */
  async decide({ id, path }: ReadySession): Promise<number> {
    const began = performance.now();
    const { status } = await this.backend.post<{ status: string }>(`${path}/submit`);
    if (status !== 'processing') return performance.now() - began;
    const decidedAt = await new Promise<number>((resolve) => this.#watched.set(id, resolve));
    return decidedAt - began;
  }

  /** The operator's report of a decided session. */
  report({ path }: ReadySession): Promise<Report> {
    return this.#operator.get<Report>(`${path}/report`);
  }

  /** Calls that the local Rekognition has served since the last time, without what reads its state. */
  async servedCalls(): Promise<readonly ServedCall[]> {
    const url = `${this.ready.endpoint}/_local/rekognition/recent-calls`;
    const { calls } = (await (await fetch(url)).json()) as { calls: readonly ServedCall[] };
    await fetch(url, { method: 'DELETE' });
    return calls;
  }

  /** @param latency `steady` is the median of `plausible` for every call about an image */
  async setLatency(latency: 'plausible' | 'steady' | 'off'): Promise<void> {
    await this.#control('latency', { latency: latency === 'steady' ? STEADY : latency });
  }

  /** Lifts the quotas, of which preparing sessions quickly would take more than deciding them. */
  async liftQuotas(): Promise<void> {
    await this.#control('quotas', { quotas: 'off' });
  }

  async #control(what: string, body: object): Promise<void> {
    const url = `${this.ready.endpoint}/_local/rekognition/${what}`;
    const response = await fetch(url, { method: 'PUT', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${what} was refused: ${await response.text()}`);
  }

  /** Lets a session look as if it were being decided, for as long as nobody looks after it. */
  async holdProcessing({ id }: ReadySession): Promise<void> {
    await this.#documents.send(
      new UpdateCommand({
        TableName: this.#sessionsTable,
        Key: { pk: `${this.ready.tenant}#${id}`, sk: 'session' },
        UpdateExpression: 'SET #status = :status',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': 'processing' },
      }),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#stop();
  }

  /** One query shows every session that is being decided, however many are waited for. */
  async #watch(): Promise<void> {
    while (!this.#isClosed) {
      if (this.#watched.size > 0) {
        const asked = [...this.#watched.keys()];
        const processing = await this.#processing();
        const now = performance.now();
        for (const id of asked) {
          if (processing.has(id)) continue;
          this.#watched.get(id)?.(now);
          this.#watched.delete(id);
        }
      }
      await delay(LOOK_EVERY_MS);
    }
  }

  async #processing(): Promise<ReadonlySet<unknown>> {
    const { Items = [] } = await this.#documents.send(
      new QueryCommand({
        TableName: this.#sessionsTable,
        IndexName: 'by-status',
        KeyConditionExpression: 'by_status_pk = :processing',
        ExpressionAttributeValues: { ':processing': `${this.ready.tenant}#processing` },
      }),
    );
    return new Set(Items.map(({ id }) => id));
  }
}

async function sessionsTableOf(endpoint: string): Promise<string> {
  const response = await fetch(`${endpoint}/_local/status`);
  const { outputs } = (await response.json()) as { outputs: Record<string, Record<string, string>> };
  const names = Object.values(outputs).flatMap((stack) => Object.entries(stack));
  const found = names.find(([name]) => /RefTablesSessions/.test(name))?.[1];
  if (!found) throw new Error('the templates export no sessions table');
  return found;
}
